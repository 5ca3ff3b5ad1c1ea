"""Forms of campaigns."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...fields import Address
from ...subscriptions.models import MailingList
from .choosing import Choice

LONGEST_BODY = 100_000  # characters; mail readers cut longer messages


class CampaignForm(FlaskForm):
    """What one letter says, and to which list."""

    list_id = Choice("List", "Choose one of the open lists.")
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
    body = TextAreaField(
        "Text",
        [
            InputRequired("Write the letter."),
            Length(max=LONGEST_BODY, message="Shorten the letter to at most 100,000 characters."),
        ],
        description="HTML: <p>, <h2>, lists, <em>, <strong> and links. The paper’s head and the "
        "links to leave and to change preferences are added to every letter.",
    )

    def offer(self, lists: Sequence[MailingList]) -> CampaignForm:
        """Offer the lists that take letters."""
        self.list_id.offer((one.id, one.name) for one in lists)
        return self

    def choose(self, slug: str, lists: Sequence[MailingList]) -> bool:
        """Choose the list that an address names; False, with a sentence, when none is open."""
        named = next((one.id for one in lists if one.slug == slug), None)
        if named is None:
            self.list_id.errors = ["There is no open list of that name; choose one of these."]
            return False
        self.list_id.data = named
        return True


class TrialForm(FlaskForm):
    """Where a test send goes."""

    email = EmailField("Send a test to", [Address()])


class SendForm(FlaskForm):
    """The number of recipients, typed by whoever sends to many."""

    shown = HiddenField()
    typed = StringField("Number of recipients")

    def numbers(self) -> tuple[str, int]:
        """What was typed, and the number the page showed."""
        shown = self.shown.data or ""
        return self.typed.data or "", int(shown) if shown.isascii() and shown.isdecimal() else 0
