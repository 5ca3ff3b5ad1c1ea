"""Forms of changes to many subscribers at once, one for each kind."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from ...campaigns.actions.models import Kind
from ...subscriptions.attributing import LONGEST_NAME, LONGEST_VALUE, folded, name_of
from .choosing import Choice

SHORTER = "Shorten the {} to at most {} characters."
RESERVED = ("@", "!")


def _why(label: str) -> StringField:
    asked = InputRequired("Say why, in a few words; it is kept in the record.")
    return StringField(label, [asked, Length(max=300, message=SHORTER.format("reason", 300))])


class EndManyForm(FlaskForm):
    """Of which list the subscriptions end, and why."""

    list_id = Choice("List", "Choose the list that they are to leave.")
    reason = _why("Why")


class SuppressManyForm(FlaskForm):
    """Why nothing is to be written to many addresses, and where that can be looked up."""

    reason = _why("Why")
    evidence = TextAreaField(
        "What shows it",
        [
            InputRequired("Say what shows it and where it is kept; it stands with each address."),
            Length(max=500, message=SHORTER.format("words", 500)),
        ],
        description="A letter, a ticket, a ruling: by whom, of which day, and where it is kept.",
    )


class SetManyForm(FlaskForm):
    """Which attribute they get, with which value."""

    attribute = StringField(
        "Attribute",
        [
            InputRequired("Name the attribute, like city."),
            Length(max=LONGEST_NAME, message=SHORTER.format("name", LONGEST_NAME)),
        ],
    )
    value: StringField | None = StringField(
        "Value",
        [
            InputRequired("Write the value that they get."),
            Length(max=LONGEST_VALUE, message=SHORTER.format("value", LONGEST_VALUE)),
        ],
    )
    reason = StringField(
        "Why", [Optional(), Length(max=300, message=SHORTER.format("reason", 300))]
    )

    def validate_attribute(self, field: StringField) -> None:
        """Bring the name into the form in which it is kept."""
        field.data = name_of(field.data or "")
        if not field.data or field.data in RESERVED:
            raise ValidationError("Name the attribute in letters, like city.")

    def validate_value(self, field: StringField) -> None:
        """Bring the value into the form in which it is kept."""
        field.data = folded(field.data or "")
        if not field.data:
            raise ValidationError("Write the value that they get.")


class RemoveManyForm(SetManyForm):
    """Which attribute is taken away."""

    value = None


class UndoManyForm(FlaskForm):
    """Why a change is taken back."""

    reason = StringField(
        "Why it is taken back",
        [
            InputRequired("Say why it is taken back; it is kept in the record."),
            Length(12, 500, message="Say why it is taken back, in a few words."),
        ],
    )


FORMS: dict[str, type[FlaskForm]] = {
    Kind.END: EndManyForm,
    Kind.SUPPRESS: SuppressManyForm,
    Kind.SET: SetManyForm,
    Kind.REMOVE: RemoveManyForm,
}
