"""Campaigns, and the ledger in which every recipient is accounted for."""

from __future__ import annotations

from .alerts import Alert as Alert
from .campaigns import Campaign as Campaign
from .campaigns import issue_of as issue_of
from .campaigns import issues as issues
from .campaigns import sending_campaigns as sending_campaigns
from .deliveries import HELD as HELD
from .deliveries import BigId as BigId
from .deliveries import Delivery as Delivery
from .deliveries import DeliveryState as DeliveryState
from .templates import LetterTemplate as LetterTemplate
