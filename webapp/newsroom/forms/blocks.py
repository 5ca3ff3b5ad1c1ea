"""The forms of a letter’s blocks, one for each kind; all of them are sent together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from ...campaigns.blocks import kinds, taking
from ...campaigns.blocks.kinds import Answer, Block, Picture
from ...reading.cleaning import clean_line
from ...reading.opening import NotAPicture, PictureTooLarge
from ...reading.picturing import store
from ...templating import publication

Of = TypeVar("Of", bound=Block)
LONGEST_TEXT = 100_000  # characters; mail readers cut longer messages
LONGEST_ADDRESS = 2_000
MOST_ANSWERS = 6
SCHEMES = {"http", "https", "mailto"}


def _short(what: str, most: int) -> list[object]:
    return [Optional(), Length(max=most, message=f"Shorten {what} to at most {most:,} characters.")]


class Leads:
    """Takes an address that a link in a letter can have; one of our own pages may begin with /."""

    def __call__(self, _form: object, field: StringField) -> None:
        """Refuse, with a sentence, what leads nowhere."""
        typed = (field.data or "").strip()
        whole = publication().public_url + typed if typed.startswith("/") else typed
        try:
            parts = urlsplit(whole)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in SCHEMES or not (parts.netloc or parts.scheme == "mailto"):
            raise ValidationError("Write the whole address, beginning with https://.")
        field.data = "".join(whole.split())


def _address(label: str, **options: Any) -> StringField:
    return StringField(label, [*_short("the address", LONGEST_ADDRESS), Leads()], **options)


class BlockForm(FlaskForm, Generic[Of]):
    """What staff write of one block; ``of`` knows the form of each kind."""

    class Meta:
        """The form around it carries the token."""

        csrf = False

    block: Of

    @classmethod
    def of(cls, block: Of) -> BlockForm[Of]:
        """The form of a block."""
        form = FORMS[block.kind](prefix=f"b{block.number}-", obj=block)
        form.block = block
        return form

    def changed(self) -> Of:
        """The block as the form says."""
        return self.block


class TextForm(BlockForm[kinds.Text]):
    """Of a text."""

    html = TextAreaField(
        "Text",
        _short("the text", LONGEST_TEXT),
        description="HTML: <p>, <h2>, lists, <em>, <strong>, pictures and links. Everything else "
        "is taken out when it is saved.",
    )

    def changed(self) -> kinds.Text:
        """The text as it is typed; it is cleaned where it is kept."""
        return replace(self.block, html=self.html.data or "")


class StoryListForm(BlockForm[kinds.StoryList]):
    """Of a list of stories; which they are is chosen with its buttons."""

    heading = StringField("Heading", _short("the heading", 120))
    has_pictures = BooleanField("With their pictures")

    def changed(self) -> kinds.StoryList:
        """The list with its heading."""
        heading = clean_line(self.heading.data or "")
        return replace(self.block, heading=heading, has_pictures=self.has_pictures.data)


class PictureForm(BlockForm[kinds.PictureBlock]):
    """Of a picture."""

    file = FileField(
        "Picture", description="JPEG, PNG or WebP of at most 20 MB; best 1104 pixels wide or more."
    )
    alt = StringField(
        "What the picture shows",
        _short("the description", 300),
        description="For readers who cannot see it.",
    )
    caption = StringField("Caption", _short("the caption", 300))
    url = _address("Leads to")
    picture: Picture | None = None

    def changed(self) -> kinds.PictureBlock:
        """The picture with its words."""
        alt = clean_line(self.alt.data or "")
        picture = self.picture or self.block.picture
        return replace(
            self.block,
            picture=picture and replace(picture, alt=alt),
            caption=clean_line(self.caption.data or ""),
            url=self.url.data or "",
        )

    def take(self) -> bool:
        """Keep the file that was sent, if one was; False, with a sentence, when it is refused."""
        if not self.file.data:
            return True
        try:
            self.picture = taking.picture(store(self.file.data.read(), alt=self.alt.data or ""))
        except (NotAPicture, PictureTooLarge) as refused:
            self.file.errors = [f"{refused.title}. {refused.sentence}"]
        return not self.file.errors


class ButtonForm(BlockForm[kinds.Button]):
    """Of a button."""

    label = StringField("Words on it", _short("the words", 60))
    url = _address("Leads to")

    def changed(self) -> kinds.Button:
        """The button."""
        label = clean_line(self.label.data or "")
        return replace(self.block, label=label, url=self.url.data or "")


class AnswerForm(Form):
    """Of one answer of a poll."""

    label = StringField("Answer", _short("the answer", 80))
    url = _address("Leads to")


class PollForm(BlockForm[kinds.Poll]):
    """Of a poll; answers left empty are left out."""

    question = StringField("Question", _short("the question", 200))
    answers = FieldList(FormField(AnswerForm), min_entries=MOST_ANSWERS, max_entries=MOST_ANSWERS)

    def changed(self) -> kinds.Poll:
        """The question with its answers."""
        given = [(one["label"], one["url"]) for one in self.answers.data]
        answers = tuple(
            Answer(clean_line(label or ""), url or "") for label, url in given if label or url
        )
        return replace(self.block, question=clean_line(self.question.data or ""), answers=answers)


FORMS: dict[str, type[BlockForm[Any]]] = {
    "lead": BlockForm,
    "stories": StoryListForm,
    "text": TextForm,
    "picture": PictureForm,
    "button": ButtonForm,
    "divider": BlockForm,
    "poll": PollForm,
}
