"""The form of a story."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...extensions import db
from ...reading import tagging
from ...reading.listing import all_sections
from ...reading.models import Article
from ...reading.writing import all_authors
from ..overtaking import version_of
from .choosing import Choice, FocalPoint

LONGEST_BODY = 400_000  # characters


class StoryForm(FlaskForm):
    """What staff write of a story."""

    headline = StringField(
        "Headline",
        [
            InputRequired("Give the story a headline."),
            Length(max=200, message="Shorten the headline to at most 200 characters."),
        ],
    )
    standfirst = TextAreaField(
        "Standfirst",
        [Optional(), Length(max=500, message="Shorten the standfirst to at most 500 characters.")],
        description="One or two sentences under the headline.",
    )
    section = Choice("Section", "Choose one of the sections.")
    author = Choice("Author", "Choose one of the bylines.")
    dateline = StringField(
        "Place line",
        [Optional(), Length(max=60, message="Shorten the place to at most 60 characters.")],
        description="Where the story was written: ASTANA. Leave it empty for opinions.",
    )
    topics = StringField(
        "Topics",
        [Optional(), Length(max=400, message="Shorten the topics to at most 400 characters.")],
        description="What the story is about, separated by commas: Rivers, Astana.",
    )
    body = TextAreaField(
        "Text",
        [
            InputRequired("Write the text."),
            Length(max=LONGEST_BODY, message="Shorten the text to at most 400,000 characters."),
        ],
        description="HTML: <p>, <h2>, <blockquote>, lists, <em>, <strong>, links, the pictures "
        'below and <aside class="pull-quote">. Everything else is taken out when it is saved.',
    )
    picture = FileField(
        "Picture", description="JPEG, PNG or WebP of at most 20 MB; best 1600 pixels wide or more."
    )
    alt = StringField(
        "What the picture shows",
        [Optional(), Length(max=300, message="Shorten the description to 300 characters.")],
        description="For readers who cannot see it.",
    )
    caption = StringField(
        "Caption", [Optional(), Length(max=300, message="Shorten the caption to 300 characters.")]
    )
    credit = StringField(
        "Credit", [Optional(), Length(max=120, message="Shorten the credit to 120 characters.")]
    )
    focus = FocalPoint(
        "What must stay in sight",
        description="Where the picture is cropped, this square of it is kept.",
    )
    figure = FileField("A picture for the text", description="JPEG, PNG, WebP or GIF, as above.")
    figure_alt = StringField(
        "What it shows",
        [Optional(), Length(max=300, message="Shorten the description to 300 characters.")],
        description="For readers who cannot see it.",
    )
    figure_caption = StringField(
        "Its caption",
        [Optional(), Length(max=300, message="Shorten the caption to 300 characters.")],
    )
    figure_credit = StringField(
        "Its credit", [Optional(), Length(max=120, message="Shorten the credit to 120 characters.")]
    )
    is_pick = BooleanField("One of the Editor’s Picks")
    version = HiddenField()

    changes = ""  # the names of the parts that saving changed

    @classmethod
    def of(cls, article: Article | None, *, by_editor: bool, fresh: bool = False) -> StoryForm:
        """The form of a story, or of a new one, with the sections and authors there are.

        Only an editor chooses byline and picks; an author writes under their own. A ``fresh`` form
        does not look at what was sent.
        """
        sent = {"formdata": None} if fresh else {}
        form = cls(**sent, data=_written(article) if article else None)
        form.section.offer((one.id, one.name) for one in db.session.scalars(all_sections()))
        if by_editor:
            form.author.offer((one.id, one.name) for one in db.session.scalars(all_authors()))
        else:
            del form.author, form.is_pick
        return form


def _written(article: Article) -> dict[str, object]:
    """What the form shows of a story."""
    image = article.image
    return {
        **{name: getattr(article, name) for name in ("headline", "standfirst", "dateline", "body")},
        "section": article.section_id,
        "author": article.author_id,
        "topics": tagging.written(article),
        "alt": image.alt if image else "",
        "caption": image.caption if image else "",
        "credit": image.credit if image else "",
        "focus": image.focus if image else "2-2",
        "is_pick": article.pick_position is not None,
        "version": version_of(article),
    }
