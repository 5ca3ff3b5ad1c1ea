"""Accounts, the browsers they are signed in on, and how their owners prove themselves."""

from __future__ import annotations

from .accounts import Account as Account
from .accounts import Role as Role
from .accounts import account_by_email as account_by_email
from .changes import AddressChange as AddressChange
from .changes import DataExport as DataExport
from .changes import Invitation as Invitation
from .changes import invitation_of as invitation_of
from .changes import waiting_invitations as waiting_invitations
from .events import SecurityEvent as SecurityEvent
from .events import What as What
from .factors import MOST_TRIES as MOST_TRIES
from .factors import Authenticator as Authenticator
from .factors import MailCode as MailCode
from .factors import Passkey as Passkey
from .factors import RecoveryCode as RecoveryCode
from .factors import passkeys_of as passkeys_of
from .secrets import hash_secret as hash_secret
from .secrets import new_secret as new_secret
from .sessions import AccountSession as AccountSession
from .sessions import Factor as Factor
from .sessions import session_by_secret as session_by_secret
from .tries import PasswordTries as PasswordTries
