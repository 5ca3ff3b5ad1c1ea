"""Forms of addresses and domains to which nothing is written."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.validators import InputRequired, Length

from ...addresses import AddressRefused, normalise
from ...subscriptions.suppressing import normalise_domain

WHY = "Say why, in a few words; it is kept as evidence."
SHORTER = "Shorten the reason to at most 500 characters."


class SuppressForm(FlaskForm):
    """An address or a domain, and why nothing is to be written to it."""

    place = StringField(
        "Address or domain",
        [InputRequired("Write an address, like name@example.com, or a domain, like example.com.")],
        description="A domain stands for every address there and at all domains below it.",
    )
    reason = StringField("Why", [InputRequired(WHY), Length(max=500, message=SHORTER)])

    def validate_place(self, field: StringField) -> None:
        """Bring it into the form in which it is kept."""
        typed = (field.data or "").strip()
        try:
            field.data = normalise(typed) if self.is_address else normalise_domain(typed)
        except AddressRefused as refused:
            raise ValidationError(str(refused)) from None

    @property
    def is_address(self) -> bool:
        """Whether one address is meant, not a domain."""
        return "@" in (self.place.data or "").strip().lstrip("@")


class LiftForm(FlaskForm):
    """Why it may be written to again."""

    reason = StringField(
        "Why it may be written to again",
        [
            InputRequired("Say why it may be written to again; it is kept in the record."),
            Length(12, 500, message="Say why it may be written to again, in a few words."),
        ],
    )
