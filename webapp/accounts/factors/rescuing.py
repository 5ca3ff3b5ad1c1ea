"""Rescuing: ten codes on paper, each a way in once, for who lost the phone or the key.

A code has 60 random bits. As ASVS 5.0 asks of lookup secrets of less than 112 bits (V6.5.2), each
is kept as argon2id with a random salt of its own, like a password.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import cast

from argon2.exceptions import VerificationError
from sqlalchemy import ColumnElement, CursorResult, delete, func, select, update

from ... import clock
from ...extensions import db
from ...web import Visit
from .. import entering, noting
from ..models import Account, RecoveryCode, What
from ..passwords import HASHER
from .authenticating import WrongCode

HOW_MANY = 10
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: nothing looks like another
LENGTH = 12
READ_AS = str.maketrans("ilo", "110")


def draw() -> dict[str, str]:
    """Ten new codes as they are shown, each with its hash.

    Takes about 200 ms: call it while no transaction is open.
    """
    drawn = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY))
    return {_in_groups(code): HASHER.hash(code) for code in drawn}


def keep(account: Account, hashes: Sequence[str], visit: Visit) -> None:
    """Let new codes take the place of all older ones."""
    db.session.refresh(account, with_for_update=True)  # of two at once the later codes stay
    _forget(account)
    db.session.add_all(RecoveryCode(account_id=account.id, code_hash=kept) for kept in hashes)
    noting.note(account, What.RECOVERY_CODES_MADE, visit)


def find(account: Account, code: str) -> int | None:
    """The row of a code the account has left.

    No lock is held while up to ten hashes are checked, which takes 200 ms: the codes are read and
    the transaction is let go.
    """
    unused = select(RecoveryCode.id, RecoveryCode.code_hash).where(*unused_of(account))
    kept = db.session.execute(unused).all()
    db.session.rollback()
    return next((row.id for row in kept if _is(row.code_hash, code)), None)


def use(account: Account, row_id: int | None, visit: Visit) -> None:
    """Use up a code that was found; of two who bring the same, the database lets one through.

    Raises WrongCode.
    """
    spent = (
        update(RecoveryCode)
        .where(RecoveryCode.id == row_id, RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if cast(CursorResult[object], db.session.execute(spent)).rowcount != 1:
        raise WrongCode
    noting.note(account, What.RECOVERY_CODE_USED, visit, f"{left(account)} left")


def left(account: Account) -> int:
    """How many codes the account has left."""
    return db.session.scalars(select(func.count(RecoveryCode.id)).where(*unused_of(account))).one()


def unused_of(account: Account) -> tuple[ColumnElement[bool], ...]:
    """What is true of the codes the account has left."""
    return RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)


def forget_unneeded(account: Account) -> None:
    """End the codes of an account without a second factor: there is nothing they stand in for."""
    if not entering.has_second_factor(account):
        _forget(account)


def squeezed(typed: str) -> str:
    """A code as it was drawn, however it was typed: spaces, hyphens, capitals, o for 0."""
    return re.sub(r"[^0-9a-z]+", "", typed.casefold()).translate(READ_AS)


def _is(code_hash: str, code: str) -> bool:
    try:
        return HASHER.verify(code_hash, code)
    except VerificationError:
        return False


def _forget(account: Account) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _in_groups(code: str) -> str:
    return "-".join(code[n : n + 4] for n in range(0, LENGTH, 4))
