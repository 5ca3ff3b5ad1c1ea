"""Forms of the paper's pages: the shape of what is typed."""

from __future__ import annotations

import re

from flask_wtf import FlaskForm
from wtforms import EmailField, SearchField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ..fields import Address
from .choosing import filters_of
from .cleaning import clean_line
from .ranking import Filters
from .submitting import Offer

FOUR_DIGITS = re.compile("[0-9]{4}")
LONGEST_SEARCH = 200  # characters
LONGEST_TEXT = 60_000  # characters: about ten thousand words
SHORTEST_TEXT = 40


class SearchForm(FlaskForm):
    """Words to look for. It is sent by GET and changes nothing, so it carries no token."""

    class Meta:
        csrf = False

    q = SearchField(
        "Words to search for", filters=[lambda typed: clean_line(typed or "")[:LONGEST_SEARCH]]
    )
    # Slugs and a year; what can be chosen depends on what is found, so the template offers it.
    section = StringField("Section", filters=[lambda typed: clean_line(typed or "")])
    author = StringField("Author", filters=[lambda typed: clean_line(typed or "")])
    year = StringField("Year", filters=[lambda typed: clean_line(typed or "")])

    @property
    def filters(self) -> Filters | None:
        """What the search is narrowed to; None when there is no such section, author or year."""
        section, author, year = (f.data or "" for f in (self.section, self.author, self.year))
        if year and not FOUR_DIGITS.fullmatch(year):
            return None
        return filters_of(section, author, int(year) if year else None)

    @property
    def narrowed(self) -> dict[str, str]:
        """The filters in force, as the address has them."""
        fields = (self.section, self.author, self.year)
        return {field.name: field.data for field in fields if field.data}


class SubmissionForm(FlaskForm):
    """A reader's own text for the desk."""

    name = StringField(
        "Your name",
        [
            InputRequired("Write your name, as it should stand above the text."),
            Length(max=120, message="Write your name in at most 120 characters."),
        ],
    )
    email = EmailField(
        "Your e-mail address",
        [Address(missing="Write the address at which the desk can answer you.")],
    )
    headline = StringField(
        "Headline",
        [
            InputRequired("Give your text a headline."),
            Length(max=200, message="Shorten the headline to at most 200 characters."),
        ],
    )
    text = TextAreaField(
        "Your text",
        [
            InputRequired("Write or paste your text."),
            Length(SHORTEST_TEXT, message="Write a little more: at least a few sentences."),
            Length(max=LONGEST_TEXT, message="Shorten the text to at most 60,000 characters."),
        ],
    )

    @property
    def offer(self) -> Offer:
        """What a valid form offers the desk."""
        name, headline, text = (field.data or "" for field in (self.name, self.headline, self.text))
        return Offer(name, self.email.data or "", headline, text)
