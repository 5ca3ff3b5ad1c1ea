"""Forms of mailing lists and of their subscribers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ...campaigns.models import Campaign
from ...fields import Address
from ...subscriptions.models import ListKind, Measure
from .choosing import Choice, Whole

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS = {
    ListKind.NEWSLETTER: "letters that somebody writes.",
    ListKind.DIGEST: "the newest stories, put together.",
    ListKind.ALERT: "one story, when it cannot wait.",
}
NO_SAMPLE = (0, "None")
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
    kind = RadioField(  # type: ignore[call-arg]  # its types are a release behind
        "Kind",
        choices={kind.value: f"{kind.capitalize()}: {words}" for kind, words in KINDS.items()},
        default=ListKind.NEWSLETTER.value,
        invalid_choice_message="Choose what kind of list it is.",
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
        description="The name an inbox shows; a list needs one to go live.",
    )
    reply_to = EmailField(
        "Replies go to",
        [Address(required=False)],
        description="Empty: the paper’s contact address.",
    )
    welcome_subject = StringField(
        "Subject of the welcome",
        [Optional(), Length(max=150, message=SHORTER.format("subject", 150))],
    )
    welcome_body = TextAreaField(
        "Text of the welcome",
        [Optional(), Length(max=20_000, message=SHORTER.format("welcome", 20_000))],
        description="HTML: <p>, <h2>, lists, <em>, <strong> and links. The paper’s head and the "
        "links to leave and to change preferences are added.",
    )
    welcomes = BooleanField(
        "Send the welcome",
        description="Once, to each who confirms a new subscription; not to those whom a file "
        "brought confirmed or whom staff added.",
    )
    sample = Choice("Sample issue", "Choose one of this list’s letters, or none.", default=0)
    needs_approval = BooleanField(
        "A second person approves each letter",
        description="Nothing is sent or scheduled until a colleague who did not write it approves "
        "it; any change voids that.",
    )
    is_public = BooleanField("Anyone may subscribe on the site", default=True)
    clicks = RadioField(  # type: ignore[call-arg]
        "Clicks",
        choices={
            Measure.TOGETHER.value: "A number for each link, and nobody’s name.",
            Measure.OFF.value: "Not counted; links stay as they are written.",
            Measure.PERSON.value: "By person; readers are told so before they subscribe.",
        },
        default=Measure.TOGETHER.value,
        invalid_choice_message="Choose how clicks are counted.",
    )
    opens = RadioField(  # type: ignore[call-arg]
        "Openings",
        choices={
            Measure.OFF.value: "Not counted.",
            Measure.TOGETHER.value: "A number for each letter, by an unseen picture.",
            Measure.PERSON.value: "By person; readers are told so before they subscribe.",
        },
        default=Measure.OFF.value,
        invalid_choice_message="Choose whether openings are counted.",
    )
    position = Whole(
        "Place among the lists",
        [Optional(), NumberRange(0, 999, "Write a number from 0 to 999.")],
        default=0,
        description="0 first.",
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sample.offer([NO_SAMPLE])

    def offer(self, letters: Sequence[Campaign], chosen: Campaign | None) -> None:
        """Offer letters of the list as its sample, and show which one is."""
        named = ((one.id, f"{_issue(one)}: {one.subject}") for one in letters)
        self.sample.offer([NO_SAMPLE, *named])
        if not self.is_submitted():
            self.sample.data = chosen.id if chosen else 0

    def validate_welcomes(self, field: BooleanField) -> None:
        """Only what is written can be sent."""
        if field.data and not (self.welcome_subject.data and self.welcome_body.data):
            raise ValidationError("Write the subject and the text of the welcome to turn it on.")

    def validate_slug(self, field: StringField) -> None:
        """Small letters, figures and hyphens, as every address of the site."""
        if not SLUG.fullmatch(field.data or ""):
            raise ValidationError("Use small letters a to z, figures and hyphens, like the-week.")


def _issue(letter: Campaign) -> str:
    return "Not sent" if letter.issue is None else f"No. {letter.issue}"


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
    kind = RadioField(  # type: ignore[call-arg]  # as above
        "As",
        choices={"csv": "CSV, for spreadsheets and other programs", "json": "JSON, for programs"},
        default="csv",
        invalid_choice_message="Choose how the file is written.",
    )
