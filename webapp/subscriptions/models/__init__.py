"""Mailing lists, the addresses on them, and the proof that each asked."""

from __future__ import annotations

from .consents import Consent as Consent
from .consents import ConsentDetails as ConsentDetails
from .consents import ConsentEvent as ConsentEvent
from .consents import ConsentHead as ConsentHead
from .consents import consents_about as consents_about
from .farewells import Farewell as Farewell
from .farewells import Why as Why
from .lists import ListKeeper as ListKeeper
from .lists import ListKind as ListKind
from .lists import ListState as ListState
from .lists import MailingList as MailingList
from .lists import Measure as Measure
from .lists import has_page as has_page
from .lists import is_live as is_live
from .lists import list_by_slug as list_by_slug
from .lists import open_lists as open_lists
from .moves import SubscriberMove as SubscriberMove
from .subscribers import SAYS_NOTHING as SAYS_NOTHING
from .subscribers import Ended as Ended
from .subscribers import Frequency as Frequency
from .subscribers import Subscriber as Subscriber
from .subscribers import Subscription as Subscription
from .subscribers import open_subscriptions as open_subscriptions
from .subscribers import subscriber_by_email as subscriber_by_email
from .suppressions import DomainState as DomainState
from .suppressions import SuppressedDomain as SuppressedDomain
from .suppressions import Suppression as Suppression
from .suppressions import domains_of as domains_of
from .suppressions import suppressed_domain_of as suppressed_domain_of
from .suppressions import suppressed_domains as suppressed_domains
from .suppressions import suppression_of as suppression_of
from .surveys import ListSurvey as ListSurvey
