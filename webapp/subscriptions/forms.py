"""What people may send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import Field

from .. import hosts, web
from ..fields import Address
from ..suggesting import suggestion_for
from .models import MailingList
from .refusing import reason_against

PLACES = frozenset({"page", "band", "story", "list", "elsewhere"})
NONE_CHOSEN = "Tick at least one of the letters."
NOT_OFFERED = "One of the letters you asked for is no longer offered; choose from these."


class SubscribeForm(FlaskForm):
    """An address and letters, on a page of its own or under a story.

    It carries no CSRF token, as the pages around it are cached; the view checks where it came from.
    """

    class Meta:
        csrf = False

    email = EmailField("Your e-mail address", [Address()])
    lists = SelectMultipleField("Letters", validate_choice=False)
    place = StringField()  # which of our forms was shown
    host = StringField()  # of the other site, when ours asks once more about what was sent there
    invitation = StringField()  # to a private list: see inviting
    as_typed = BooleanField()  # whether the person saw what we suggested for it
    website = StringField()  # hidden from people

    def __init__(self, offered: Sequence[MailingList], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = offered
        self.other_site = web.other_site() or hosts.name_in(self.host.data or "")

    @property
    def address(self) -> str:
        """The normalised address, once the form is valid."""
        return self.email.data or ""

    @property
    def chosen(self) -> list[MailingList]:
        """The lists that are ticked and offered."""
        return [one for one in self.offered if one.slug in (self.lists.data or [])]

    @property
    def shown_as(self) -> str:
        """Which of our forms was shown."""
        if self.other_site:
            return "elsewhere"
        return self.place.data if self.place.data in PLACES else "page"

    @property
    def source(self) -> str:
        """What the consent record calls it."""
        return f"form on {self.other_site}" if self.other_site else f"form {self.shown_as}"

    @property
    def suggested(self) -> str:
        """The address that was most likely meant; empty when there is nothing to ask."""
        return "" if self.as_typed.data else suggestion_for(self.address)

    @property
    def was_filled_by_a_machine(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(self.website.data)

    def validate_email(self, field: Field) -> None:
        """Only an address of the kinds that the operator takes."""
        reason = "" if field.errors else reason_against(field.data or "")
        if reason:
            raise ValidationError(reason)

    def validate_lists(self, field: Field) -> None:
        """At least one, and nothing that is not offered."""
        if not field.data:
            raise ValidationError(NONE_CHOSEN)
        if set(field.data) - {one.slug for one in self.offered}:
            raise ValidationError(NOT_OFFERED)


class LinkForm(FlaskForm):
    """An address that gets the link to its page."""

    email = EmailField("Your e-mail address", [Address()])

    @property
    def address(self) -> str:
        """The normalised address, once the form is valid."""
        return self.email.data or ""
