"""Forms of campaigns."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from ...campaigns.audience.reaching import Parts
from ...campaigns.segments.models import Segment
from ...fields import Address
from ...subscriptions.models import ListKind, MailingList
from .choosing import Boxes, Choice


class CampaignForm(FlaskForm):
    """What an inbox shows of a letter, and to whom it goes."""

    list_id = Choice("List", "Choose one of the open lists.")
    segment_id = Choice("Only to", "Choose one of the segments, or everyone.", default=0)
    is_across_lists = BooleanField("Everyone in it, whichever newsletter they confirmed")
    also = Boxes("Also to")
    but_lists = Boxes("But not to who is on")
    but_segments = Boxes("But not to who is in")
    subject = StringField(
        "Subject",
        [
            InputRequired("Give the letter a subject."),
            Length(max=150, message="Shorten the subject to at most 150 characters."),
        ],
    )
    preheader = StringField(
        "Preheader",
        [Optional(), Length(max=200, message="Shorten the preheader to at most 200 characters.")],
        description="The line an inbox shows after the subject.",
    )
    version = HiddenField()

    def offer(self, lists: Sequence[MailingList], segments: Sequence[Segment]) -> CampaignForm:
        """Offer the lists that take letters, and the segments of those who get one."""
        self.list_id.offer((one.id, _named(one)) for one in lists)
        everyone = (0, "Everyone on the list")
        self.segment_id.offer([everyone, *((one.id, one.name) for one in segments)])
        live = [one for one in lists if one.is_live]
        self.also.offer((one.id, one.name) for one in live)
        # Who asked for alerts or for a digest alone did not ask for letters.
        self.newsletters = tuple(one.id for one in live if one.kind == ListKind.NEWSLETTER)
        self.but_lists.offer((one.id, one.name) for one in lists)
        self.but_segments.offer((one.id, one.name) for one in segments)
        self.segment_id.data = self.segment_id.data or 0  # a letter to everyone names none
        return self

    @property
    def parts(self) -> Parts:
        """The further lists, and who is left out."""
        also = self.newsletters if self.is_across_lists.data else self.also.data
        chosen = (also, self.but_lists.data, self.but_segments.data)
        return Parts(*(tuple(some or ()) for some in chosen))

    def validate_is_across_lists(self, field: BooleanField) -> None:
        """Only a segment can stand for all lists."""
        if field.data and not self.segment_id.data:
            raise ValidationError("Choose a segment above, or take this tick away.")

    def choose(self, slug: str, lists: Sequence[MailingList]) -> bool:
        """Choose the list that an address names; False, with a sentence, when none is open."""
        named = next((one.id for one in lists if one.slug == slug), None)
        if named is None:
            self.list_id.errors = ["There is no open list of that name; choose one of these."]
            return False
        self.list_id.data = named
        return True


def _named(one: MailingList) -> str:
    return one.name if one.is_live else f"{one.name} (draft: tests only)"


class TextForm(FlaskForm):
    """The text part of a letter."""

    text = TextAreaField(
        "Text",
        [
            Optional(),
            Length(max=100_000, message="Shorten the text to 100,000 characters."),
        ],
        description="What readers of plain text get between head and foot. Empty: made anew.",
    )


class StoryChoiceForm(FlaskForm):
    """The story whose button was pressed."""

    article = HiddenField(validators=[Regexp(r"\d{1,9}\Z")])

    @property
    def chosen(self) -> int:
        """Its number."""
        return int(self.article.data or 0)


class TrialForm(FlaskForm):
    """Where a test send goes."""

    email = EmailField("Send a test to", [Address()])


class LetterTrialForm(TrialForm):
    """Where a test of a letter goes, and whom it greets."""

    reader = EmailField(
        "Greeting",
        [Optional(), Length(max=254, message="Shorten the address to at most 254 characters.")],
        description="The address of a subscriber whose name and attributes the test shows.",
    )

    @property
    def greeted(self) -> str:
        """The address of whom it greets; none: nobody in particular."""
        return (self.reader.data or "").strip()


class SendForm(FlaskForm):
    """The number of recipients, typed by whoever sends to many."""

    shown = HiddenField()
    typed = StringField("Number of recipients")

    def numbers(self) -> tuple[str, int]:
        """What was typed, and the number the page showed."""
        shown = self.shown.data or ""
        return self.typed.data or "", int(shown) if shown.isascii() and shown.isdecimal() else 0
