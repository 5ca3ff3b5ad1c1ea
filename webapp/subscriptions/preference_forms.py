"""What people may send from their own page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import Field
from wtforms.validators import Length, Optional

from ..fields import Address
from . import farewelling, pausing
from .forms import NOT_OFFERED
from .models import ListKind, MailingList, Why
from .preferring import Preferences
from .refusing import reason_against
from .spacing import WORDS
from .timing import HOUR_CHOICES


class PreferencesForm(FlaskForm):
    """Which letters a person gets, and how often: see ``preferences_form``."""

    lists = SelectMultipleField("Letters", validate_choice=False)
    everything = BooleanField()  # the button that leaves every list
    offered: list[MailingList] = []  # noqa: RUF012 (each form is of a class of its own)

    @property
    def often(self) -> dict[str, str]:
        """How often each list is to come, by slug."""
        return {one.slug: self.frequency(one).data for one in self.offered}

    @property
    def hours(self) -> dict[str, int]:
        """At which hour each digest is to come, by slug."""
        return {one.slug: self.hour(one).data for one in self.offered if is_timed(one)}

    def hour(self, one: MailingList) -> Field:
        """The field that says at which hour a digest comes."""
        found: Field = self[_hour(one)]
        return found

    def frequency(self, one: MailingList) -> Field:
        """The field that says how often a list comes."""
        found: Field = self[_often(one)]
        return found

    def validate_lists(self, field: Field) -> None:
        """Nothing that is not offered."""
        if set(field.data or []) - {one.slug for one in self.offered}:
            raise ValidationError(NOT_OFFERED)


def preferences_form(found: Preferences, **options: Any) -> PreferencesForm:
    """The form of a person’s page, with a field for each list that says how often it comes."""
    fields: dict[str, Any] = {
        _often(one): SelectField(
            f"How often: {one.name}",
            choices={frequency.value: words for frequency, words in WORDS.items()},
            default=found.frequency_of(one),
        )
        for one in found.offered
    }
    fields |= {
        _hour(one): SelectField(
            f"At: {one.name}",
            choices=HOUR_CHOICES,
            coerce=int,
            default=found.hour_of(one),
        )
        for one in found.offered
        if is_timed(one)
    }
    kind = type("PreferencesForm", (PreferencesForm,), fields | {"offered": found.offered})
    form: PreferencesForm = kind(data={"lists": sorted(found.chosen)}, **options)
    return form


def is_timed(one: MailingList) -> bool:
    """Whether readers choose the hour at which a list comes."""
    return one.kind == ListKind.DIGEST


def _hour(one: MailingList) -> str:
    return f"hour-{one.slug}"


def _often(one: MailingList) -> str:
    return f"often-{one.slug}"


def in_two_weeks() -> dt.date:
    """As long as most holidays."""
    return pausing.first_day() + dt.timedelta(days=13)


class PauseForm(FlaskForm):
    """The day on which letters come again."""

    until = DateField("Letters come again on", default=in_two_weeks)

    def validate_until(self, field: Field) -> None:
        """A day that has not begun, and not so far that one forgets."""
        first, last = pausing.first_day(), pausing.last_day()
        if field.data is None or not first <= field.data <= last:
            field.errors = []
            raise ValidationError(
                f"Choose a day between {first:%-d %B %Y} and {last:%-d %B %Y}; "
                "write it like 2027-01-31."
            )


class FarewellForm(FlaskForm):
    """Why somebody left; all of it may stay empty."""

    reason = RadioField(
        "Why did you leave?",
        choices={why.value: words for why, words in farewelling.WORDS.items()},
        validate_choice=False,
    )
    words = TextAreaField(
        "In your own words",
        [
            Optional(),
            Length(
                max=farewelling.LONGEST,
                message=f"Shorten it to at most {farewelling.LONGEST} characters.",
            ),
        ],
    )

    @property
    def why(self) -> str:
        """The reason, if one of ours was chosen."""
        return self.reason.data if self.reason.data in set(Why) else ""


class MoveForm(FlaskForm):
    """Where the letters go from now on."""

    email = EmailField("New e-mail address", [Address()])

    def __init__(self, now: str, **options: Any) -> None:
        super().__init__(**options)
        self.now = now

    @property
    def address(self) -> str:
        """The normalised address, once the form is valid."""
        return self.email.data or ""

    def validate_email(self, field: Field) -> None:
        """Another one, of the kinds that the operator takes."""
        if field.errors:
            return
        if field.data == self.now:
            raise ValidationError("Your letters go there already; write the new address.")
        if reason := reason_against(field.data or ""):
            raise ValidationError(reason)
