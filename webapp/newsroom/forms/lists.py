"""Forms of mailing lists and of their subscribers."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ...fields import Address
from .choosing import Whole

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SHORTER = "Shorten the {} to at most {} characters."


class ListForm(FlaskForm):
    """What a list promises, and who writes."""

    name = StringField(
        "Name",
        [
            InputRequired("Give the list a name."),
            Length(max=80, message=SHORTER.format("name", 80)),
        ],
    )
    slug = StringField(
        "Short name",
        [InputRequired("Give the list a short name for its address, like the-week.")],
        description="Part of the list’s address: small letters, figures and hyphens.",
    )
    promise = TextAreaField(
        "Promise",
        [
            InputRequired("Say in one sentence what a subscriber gets."),
            Length(max=300, message=SHORTER.format("promise", 300)),
        ],
        description="What a subscriber gets, in one sentence; it stands beside the box.",
    )
    cadence = StringField(
        "How often",
        [Optional(), Length(max=60, message=SHORTER.format("words", 60))],
        description="For example: Weekdays, 07:00",
    )
    sender_name = StringField(
        "Sender’s name",
        [Optional(), Length(max=80, message=SHORTER.format("name", 80))],
        description="Empty: the list’s name, from the paper.",
    )
    reply_to = EmailField(
        "Replies go to",
        [Address(required=False)],
        description="Empty: the paper’s contact address.",
    )
    is_public = BooleanField("Anyone may subscribe on the site", default=True)
    position = Whole(
        "Place among the lists",
        [Optional(), NumberRange(0, 999, "Write a number from 0 to 999.")],
        default=0,
        description="0 first.",
    )

    def validate_slug(self, field: StringField) -> None:
        """Small letters, figures and hyphens, as every address of the site."""
        if not SLUG.fullmatch(field.data or ""):
            raise ValidationError("Use small letters a to z, figures and hyphens, like the-week.")


class AddSubscriberForm(FlaskForm):
    """Someone who agreed outside the site, with what shows it."""

    email = EmailField("E-mail address", [Address()])
    name = StringField("Name", [Optional(), Length(max=120, message=SHORTER.format("name", 120))])
    evidence = StringField(
        "Where and when they agreed",
        [
            InputRequired("Say where and when this person agreed; it is kept as evidence."),
            Length(12, 500, message="Say where and when this person agreed, in a few words."),
        ],
    )

    @property
    def address(self) -> str:
        """The normalised address, once the form is valid."""
        return self.email.data or ""


class EndForm(FlaskForm):
    """Why a subscription is ended by staff."""

    reason = StringField(
        "Reason",
        [
            InputRequired("Say why, in a few words."),
            Length(max=300, message=SHORTER.format("reason", 300)),
        ],
    )


class ImportForm(FlaskForm):
    """A file of addresses, or one looked at a moment ago, and whether to change anything yet."""

    file = FileField(
        "File",
        description="CSV of at most 25 MB; the first line names the columns: email, and if there "
        "are any name and confirmed_at. A row with confirmed_at brings its own proof; one without "
        "is kept and not written to until the person confirms.",
    )
    held = HiddenField()
    dry_run = BooleanField("Only show what would change", default=True)

    def validate_file(self, field: FileField) -> None:
        """A file is needed unless one is held already."""
        if not field.data and not self.held.data:
            raise ValidationError("Choose a CSV file.")

    def refuse(self, sentence: str) -> None:
        """Say why the file as a whole cannot be read; it is to be chosen again."""
        self.held.data = ""
        self.file.errors = [sentence]


class ExportForm(FlaskForm):
    """Whom the file names."""

    who = RadioField(  # type: ignore[call-arg]  # its types are a release behind
        "Who",
        choices={
            "confirmed": "Those a letter reaches",
            "all": "Everyone who ever asked, with what became of it",
        },
        default="confirmed",
        invalid_choice_message="Choose whom the file is to name.",
    )
