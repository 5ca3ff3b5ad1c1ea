"""The circuit breaker: what a server says against the paper pauses the campaign, and blames nobody.

A refusal by policy (RFC 3463: 5.7.x) speaks of the sender, and a server that puts off one letter
after the other of itself. Whoever was refused so is put off, and the sentence tells staff why.
"""

from __future__ import annotations

import datetime as dt
import re

from .. import clock
from ..mail.letters import Fate

POLICY = re.compile(r"5\d\d 5\.7\.(\d{1,3})\b")
# SPF, DKIM, DMARC and reverse DNS, of which no recipient can be the cause (RFC 7372, 8.3 of 7489):
# one is enough. Other policies may be one mailbox’s own, until a third speaks of them.
OF_THE_SENDER = range(20, 31)
MOST_POLICY, MOST_PUT_OFF = 3, 50
AWAY_FOR = dt.timedelta(minutes=30)
_away_since: dict[int, dt.datetime] = {}


class Breaker:
    """Hears every answer of one run. ``sentence`` says why to pause, once there is a reason."""

    def __init__(self) -> None:
        self.sentence = ""
        self.refused_by_policy = 0
        self.put_off_in_a_row = 0

    def judge(self, fate: Fate, reply: str) -> Fate:
        """What an answer means for its recipient: a refusal that is not theirs puts them off."""
        policy = POLICY.match(reply)
        if fate == Fate.REFUSED and policy is not None:
            self._note_policy(int(policy[1]), reply)
            return Fate.DEFERRED
        self.put_off_in_a_row = self.put_off_in_a_row + 1 if fate == Fate.DEFERRED else 0
        if self.put_off_in_a_row >= MOST_PUT_OFF:
            self._break(
                f"The mail server put off {MOST_PUT_OFF} letters in a row (“{reply}”); "
                "look at the server, then resume."
            )
        return fate

    def note_away(self, campaign_id: int, why: str) -> None:
        """The run ended as no server could be reached; ``why`` is empty when one could."""
        if not why:
            _away_since.pop(campaign_id, None)
            return
        since = _away_since.setdefault(campaign_id, clock.now())
        if clock.now() - since >= AWAY_FOR:
            del _away_since[campaign_id]
            self._break(
                f"The mail server has been away for half an hour (“{why}”); "
                "look at the server and its address in the settings, then resume."
            )

    def note_full_disk(self, problem: OSError) -> None:
        """The journal cannot be written, without which no letter may go."""
        self._break(
            f"The disk of the instance takes nothing more ({problem.strerror or problem}); "
            "make room there, then resume."
        )

    def _note_policy(self, detail: int, reply: str) -> None:
        self.refused_by_policy += 1
        if detail in OF_THE_SENDER or self.refused_by_policy >= MOST_POLICY:
            self._break(
                f"Letters are refused by policy (“{reply}”); mend what that names, "
                "as a rule SPF, DKIM or DMARC of the sender, then resume."
            )

    def _break(self, sentence: str) -> None:
        self.sentence = self.sentence or sentence
