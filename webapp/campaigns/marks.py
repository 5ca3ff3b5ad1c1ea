"""Signed numbers of deliveries, in the places of a letter that come back to the paper."""

from __future__ import annotations

from ..tokens import Mark

# The return path: a bounce to it names its delivery, whatever the bounce itself says.
RETURN_PATH = Mark("campaigns.return")
# The mailto: of List-Unsubscribe (RFC 2369): a mail to it leaves the list.
LEAVE = Mark("campaigns.leave")
# The Message-ID, the same however often a delivery is tried.
MESSAGE_ID = Mark("campaigns.message")
RETURN_PREFIX, LEAVE_PREFIX = "bounce-", "leave-"


def delivery_of_return_path(local_part: str) -> int:
    """The delivery whose return path has this local part. Raises LinkInvalid."""
    return RETURN_PATH.read(local_part.lower().removeprefix(RETURN_PREFIX))


def delivery_of_leave_address(local_part: str) -> int:
    """The delivery whose List-Unsubscribe address has this local part. Raises LinkInvalid."""
    return LEAVE.read(local_part.lower().removeprefix(LEAVE_PREFIX))
