"""The pages of accounts, one file per noun."""

from __future__ import annotations

from . import account as account
from . import addresses as addresses
from . import confirmations as confirmations
from . import deletions as deletions
from . import links as links
from . import passwords as passwords
from . import registrations as registrations
from . import sessions as sessions
