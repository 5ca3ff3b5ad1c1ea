"""A person’s page of letters: by mailed link, or in the account of who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from ...accounts.guards import current_account
from .. import farewelling, links, pausing
from ..models import Subscriber
from ..preference_forms import FarewellForm, MoveForm, PauseForm, preferences_form
from ..preferring import Preferences
from ..wording import PAUSE, PREFERENCES
from .answers import private_page, see


def letters_page(found: Preferences, status: int = 200, **forms: Any) -> Response:
    """The page; ``forms`` are those that were sent and come back with what was typed."""
    token = links.preferences_token(found.subscriber)
    shown: dict[str, Any] = {
        "found": found,
        "token": token,
        "form": forms.get("form") or preferences_form(found, formdata=None),
        "left": farewelling.unsaid(found.subscriber.id),
        "farewell": forms.get("farewell") or FarewellForm(formdata=None),
        "farewell_to": url_for("subscriptions.say_farewell", token=token),
        "pause": forms.get("pause") or PauseForm(formdata=None),
        "days": (pausing.first_day(), pausing.last_day()),
        "move": forms.get("move") or MoveForm(found.subscriber.email, formdata=None),
        "wording": PREFERENCES,
        "pause_wording": PAUSE,
    }
    own, by_link = "subscriptions/own_letters.html", "subscriptions/preferences.html"
    return private_page(own if is_own(found.subscriber) else by_link, status, **shown)


def see_letters(subscriber: Subscriber) -> Response:
    """After a POST: look at the page again, in the account if it was opened there."""
    if is_own(subscriber):
        return see("subscriptions.own_letters")
    return see("subscriptions.preferences", token=links.preferences_token(subscriber))


def is_own(subscriber: Subscriber) -> bool:
    """Whether the person is signed in with the address, and it is proven."""
    account = current_account()
    return account is not None and bool(account.confirmed_at) and account.email == subscriber.email
