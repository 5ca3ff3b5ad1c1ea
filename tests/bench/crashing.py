"""A campaign whose workers are killed again and again, to a server that is slow and hangs up.

``python -m tests.bench.crashing --recipients 100000 --kills 20``, with ``--postgresql URL`` on an
empty database there. It fails if anybody got the letter twice, if anybody is unaccounted for, if
more are in doubt than connections were open, or if the sums did not add up at any moment.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests import databases
from tests.bench.sending import prepare
from tests.machine import ROOT
from tests.mail.servers import HANG_UP, Script, Server, Taken
from webapp import create_app
from webapp.campaigns import accounting, launching
from webapp.campaigns.accounting import Totals
from webapp.campaigns.models import Campaign, Delivery
from webapp.campaigns.states import CampaignState
from webapp.database import without_write_lock
from webapp.extensions import db

WORKERS, CONNECTIONS = 2, 8
EVERY = 0.2  # seconds between two looks at the sums
HANGS_UP = {"rcpt": 0.001, "data": 0.001, "dot": 0.0005}  # how often, at which point


@dataclass
class Rough(Script):
    """A server’s bad day: it hangs up by chance, and counts how often it did after the dot."""

    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    lost_after_dot: int = 0

    def answer(self, point: str, recipient: str, usual: str) -> str:
        if self.chance.random() >= HANGS_UP.get(point, 0):
            return usual
        self.lost_after_dot += point == "dot"
        return HANG_UP


class Sink(Server):
    """Keeps who got a letter, and not the letter."""

    def keep(self, taken: Taken) -> None:
        super().keep(Taken(taken.sender, taken.recipient, b"", taken.connection))


def workers(settings: dict[str, Any], campaign_id: int, kills: int) -> int:
    """Have workers send the campaign, kill one after the other, and look; how often it was looked.

    Each that is killed, or ended, is started anew until the campaign is over.
    """
    environment = os.environ | {f"MASTHEAD_{name}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "webapp", "campaign", "send", str(campaign_id), "--wait"]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    chance, looks = random.Random(11), 0  # noqa: S311 (the same each time)
    running = [start() for _ in range(WORKERS)]
    kill_at = time.monotonic() + 5
    while (state := look(campaign_id)) != CampaignState.SENT:
        looks += 1
        time.sleep(EVERY)
        if kills and time.monotonic() > kill_at and state == CampaignState.SENDING:
            kills, kill_at = kills - 1, time.monotonic() + chance.uniform(1, 6)
            running[chance.randrange(WORKERS)].kill()
        running = [one if one.poll() is None else start() for one in running]
    for one in running:
        one.wait(60)
    if kills:
        raise AssertionError(f"it was over with {kills} kills to go; have more recipients")
    return looks


def look(campaign_id: int) -> str:
    """Where the campaign stands; the sums must add up now."""
    with without_write_lock(db.session()):
        one = db.session.get_one(Campaign, campaign_id)
        sums = accounting.totals(one)
        if not sums.adds_up:
            raise AssertionError(f"does not add up: {sums}")
        return str(one.state)


def verdict(campaign_id: int, sink: Sink, kills: int) -> Totals:
    """The sums at the end. Raises AssertionError for whatever is not as promised."""
    counts = sink.counts()
    sums = accounting.totals(db.session.get_one(Campaign, campaign_id))
    doubtful = kills * CONNECTIONS + sink.script.lost_after_dot
    settled = select(Delivery.email).where(Delivery.state.in_(("unknown", "failed", "skipped")))
    everybody = set(db.session.scalars(select(Delivery.email)))
    accounted = counts.keys() | set(db.session.scalars(settled))
    promises = {
        "nobody got it twice": max(counts.values()) == 1,
        "everybody is accounted for": everybody == accounted,
        f"at most {doubtful} are in doubt": sums.unknown <= doubtful,
        "whoever is called sent got it": sums.sent <= len(counts) <= sums.sent + sums.unknown,
    }
    if broken := [promise for promise, is_kept in promises.items() if not is_kept]:
        raise AssertionError(f"not kept: {'; '.join(broken)}: {sums}, {len(counts)} at the server")
    return sums


def measure(folder: Path, url: str, recipients: int, kills: int) -> str:
    """Send one campaign that way, and say what became of it."""
    script = Rough(pause=0.001)
    with Sink(script) as sink:
        settings = {
            "INSTANCE": folder / "instance",
            "DATABASE_URL": url,
            "SMTP_URL": sink.url,
            "SMTP_CONNECTIONS": CONNECTIONS,
            "SECRET_KEY": "a-key-for-benches-only",
            "LOG_LEVEL": "ERROR",
        }
        given = {name: value for name, value in settings.items() if name != "INSTANCE"}
        with create_app(folder / "instance", given).app_context():
            campaign_id = prepare(recipients)
            launching.launch(db.session.get_one(Campaign, campaign_id))
            db.session.commit()
            began = time.monotonic()
            looks = workers(settings, campaign_id, kills)
            took = time.monotonic() - began
            sums = verdict(campaign_id, sink, kills)
            db.engine.dispose()
    return (
        f"{recipients:,} recipients in {took:.0f} s, {kills} kills, {script.lost_after_dot} lines "
        f"lost after the dot: {sums.sent:,} sent, {sums.unknown} unknown, {sums.failed} failed; "
        f"added up at each of {looks} looks, nobody twice"
    )


def main() -> None:
    """Run it, and print what became of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.crashing", description=__doc__)
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--postgresql", help="the address of an empty database; else SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.postgresql:
            databases.migrate(folder / "instance", asked.postgresql)
        url = asked.postgresql or f"sqlite:///{databases.migrated_sqlite(folder)}"
        print(measure(folder, url, asked.recipients, asked.kills))


if __name__ == "__main__":
    main()
