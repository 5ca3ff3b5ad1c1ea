"""The pages of accounts, one file per noun."""

from __future__ import annotations

from . import account as account
from . import addresses as addresses
from . import authenticators as authenticators
from . import confirmations as confirmations
from . import copies as copies
from . import deletions as deletions
from . import demonstrations as demonstrations
from . import events as events
from . import invitations as invitations
from . import links as links
from . import mail_codes as mail_codes
from . import passkey_entries as passkey_entries
from . import passkeys as passkeys
from . import passwords as passwords
from . import privacy as privacy
from . import proving as proving
from . import recovery_codes as recovery_codes
from . import registrations as registrations
from . import second_factors as second_factors
from . import second_steps as second_steps
from . import sessions as sessions
