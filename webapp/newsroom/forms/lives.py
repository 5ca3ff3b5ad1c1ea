"""Forms of what is done to a letter besides writing it: when it goes, and to whom once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget

from ...accounts.models import Account
from ...campaigns.retrying import Refusals
from ...dating import moments_of
from .campaigns import SendForm
from .choosing import Boxes

WHICH = {"first": "The first time", "second": "The second time, an hour later"}
UNREADABLE = "Write day and time like 2026-12-05T09:00."


class ScheduleForm(SendForm):
    """When a letter is sent, by the paper’s clock."""

    at = StringField(
        "Day and time", [InputRequired("Choose day and time.")], widget=DateTimeLocalInput()
    )
    which = RadioField("Which of the two?", choices=WHICH, validate_choice=False)
    moment: dt.datetime | None = None
    comes_twice = False

    def validate_at(self, field: StringField) -> None:
        """Find the moment, or say why there is none."""
        shown = _read(field.data or "")
        moments = moments_of(shown)
        if not moments:
            raise ValidationError(
                f"On {shown:%-d %B %Y} the clock jumps over {shown:%H:%M}; "
                "choose a time before or after."
            )
        self.comes_twice = len(moments) > 1
        if self.comes_twice and self.which.data not in WHICH:
            raise ValidationError(
                f"On {shown:%-d %B %Y} the clock goes back and shows {shown:%H:%M} twice; "
                "choose which one you mean."
            )
        self.moment = moments[-1] if self.which.data == "second" else moments[0]


def _read(typed: str) -> dt.datetime:
    """Day and time without a zone, as a browser sends them."""
    try:
        return dt.datetime.strptime(typed[: len("2026-12-05T09:00")], "%Y-%m-%dT%H:%M")  # noqa: DTZ007 (the paper’s own zone)
    except ValueError:
        raise ValidationError(UNREADABLE) from None


class RetryForm(FlaskForm):
    """Whom to try again."""

    codes = SelectMultipleField(
        "Try again who was refused with",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    unknown = BooleanField("Try the unknown again too")

    def validate_codes(self, field: SelectMultipleField) -> None:
        """Somebody is to be tried again."""
        if not field.data and not self.unknown.data:
            raise ValidationError("Choose at least one reason.")

    @property
    def said(self) -> str:
        """What was chosen, in words."""
        unknown = ["unknown"] if self.unknown.data else []
        return ", ".join([*(self.codes.data or []), *unknown])

    def offer(self, found: Sequence[Refusals]) -> RetryForm:
        """Offer each of the reasons, in the servers’ words."""
        self.codes.choices = {
            one.code: f"{one.number:,} × {one.words[:160] or 'no reply'}" for one in found
        }
        return self


class CopiesForm(FlaskForm):
    """Which colleagues get a copy."""

    accounts = Boxes("Colleagues", validators=[InputRequired("Choose at least one colleague.")])

    def offer(self, staff: Sequence[Account]) -> CopiesForm:
        """Offer everybody on the staff."""
        self.accounts.offer((one.id, one.name or one.email) for one in staff)
        self.by_id = {one.id: one.email for one in staff}
        return self

    @property
    def addresses(self) -> list[str]:
        """The addresses of those who were chosen."""
        return [self.by_id[id_] for id_ in self.accounts.data or []]


class ApprovalForm(FlaskForm):
    """Which version of the letter was read."""

    version = HiddenField()

    @property
    def read(self) -> int:
        """Its number; 0, which none has, for anything else."""
        typed = self.version.data or ""
        return int(typed[:9]) if typed.isascii() and typed.isdecimal() else 0
