"""Forms of limits: how many letters may leave, and how a new server is warmed up."""

from __future__ import annotations

import datetime as dt

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from ...mail.limits import keeping
from ...mail.limits.keeping import Numbers
from ...mail.limits.models import SendingLimit


class Letters(StringField):
    """A number of letters, as people write it: 20000 or 20,000. None when nothing is typed."""

    @property
    def number(self) -> int | None:
        """The number, once the form is valid."""
        plain = self._plain()
        return int(plain) if plain else None

    def pre_validate(self, _form: object) -> None:
        """Take only a number."""
        plain = self._plain()
        if plain and not (plain.isascii() and plain.isdecimal() and int(plain)):
            raise ValidationError("Write a number of letters, like 2,000, or leave it empty.")

    def _plain(self) -> str:
        return (self.data or "").strip().replace(",", "").replace(" ", "")


class LimitForm(FlaskForm):
    """The numbers of a limit. Empty: none in that time."""

    per_minute = Letters("Letters in any minute", [Optional()])
    per_hour = Letters("Letters in any hour", [Optional()])
    per_day = Letters("Letters in a day", [Optional()], description="From midnight to midnight.")

    @property
    def name_typed(self) -> str:
        """Of what the limit is; the overall one is of everything."""
        return ""

    def name_kept(self, _known: str) -> str:
        """The name under which it is kept; ``_known`` is the one it had. Raises NotALimit."""
        return self.name_typed

    def numbers(self) -> Numbers:
        """What is to be kept. Raises NotALimit."""
        return Numbers(self.per_minute.number, self.per_hour.number, self.per_day.number)

    def fill(self, limit: SendingLimit) -> None:
        """Show a limit as it is."""
        for field in (self.per_minute, self.per_hour, self.per_day):
            number = getattr(limit, field.name)
            field.data = "" if number is None else f"{number:,}"


class ServerLimitForm(LimitForm):
    """The same for a mail server, with the plan by which a new one is warmed up."""

    server = SelectField(  # type: ignore[call-arg]  # its types are a release behind
        "Mail server", invalid_choice_message="Choose one of the mail servers of the settings."
    )
    warm_up = TextAreaField(
        "Warm-up: letters of the first day, the second, …",
        [Optional()],
        description="For example 500 1,000 2,000 4,000 8,000 16,000. "
        "After the last day only the numbers above hold.",
    )
    warms_up_from = DateField(
        "First day of the warm-up",
        [Optional()],
        description="Before that day nothing leaves through the server.",
    )

    def validate_warms_up_from(self, field: DateField) -> None:
        """Say how a day is written."""
        if field.raw_data and field.raw_data[0] and field.data is None:
            raise ValidationError("Write the day like 2026-12-01.")

    @property
    def name_typed(self) -> str:
        """The server."""
        return self.server.data or ""

    def numbers(self) -> Numbers:
        """What is to be kept. Raises NotALimit."""
        plain, days = super().numbers(), keeping.warm_up_in(self.warm_up.data or "")
        first: dt.date | None = self.warms_up_from.data
        return Numbers(plain.per_minute, plain.per_hour, plain.per_day, days, first)

    def fill(self, limit: SendingLimit) -> None:
        """Show a limit as it is."""
        super().fill(limit)
        self.server.data = limit.name
        self.warm_up.data = " ".join(f"{number:,}" for number in limit.warm_up)
        self.warms_up_from.data = limit.warms_up_from


class DomainLimitForm(LimitForm):
    """The same for domains."""

    domains = StringField(
        "Domains",
        [InputRequired("Write a domain, like gmail.com, or * for every other one.")],
        description="One, or several that count together: gmail.com googlemail.com. "
        "The sign * is each domain without a limit of its own.",
    )

    @property
    def name_typed(self) -> str:
        """The domains."""
        return self.domains.data or ""

    def name_kept(self, known: str) -> str:
        """The domains in their order. Raises NotALimit."""
        return keeping.domains_in(self.name_typed, but=known)

    def fill(self, limit: SendingLimit) -> None:
        """Show a limit as it is."""
        super().fill(limit)
        self.domains.data = limit.name
