"""What people may send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import Field

from ..fields import Address
from .models import MailingList
from .preferring import Preferences

PLACES = frozenset({"page", "band", "story"})
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
    website = StringField()  # hidden from people

    def __init__(self, offered: Sequence[MailingList], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = offered

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
        return self.place.data if self.place.data in PLACES else "page"

    @property
    def was_filled_by_a_machine(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(self.website.data)

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


class PreferencesForm(FlaskForm):
    """Which letters a person gets."""

    lists = SelectMultipleField("Letters", validate_choice=False)
    everything = BooleanField()  # the button that leaves every list

    def __init__(self, found: Preferences, **kwargs: Any) -> None:
        super().__init__(data={"lists": sorted(found.chosen)}, **kwargs)
        self.offered = found.offered

    def validate_lists(self, field: Field) -> None:
        """Nothing that is not offered."""
        if set(field.data or []) - {one.slug for one in self.offered}:
            raise ValidationError(NOT_OFFERED)
