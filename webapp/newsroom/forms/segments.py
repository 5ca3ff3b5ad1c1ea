"""Forms of segments."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length


class SegmentForm(FlaskForm):
    """What a segment is called."""

    name = StringField(
        "Name",
        [
            InputRequired("Give the segment a name."),
            Length(max=80, message="Shorten the name to at most 80 characters."),
        ],
        description="As it is offered where letters are written, like “Almaty, paying”.",
    )
