"""The form of a correction."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from ...reading.correcting import LONGEST_CORRECTION


class CorrectionForm(FlaskForm):
    """What readers are told."""

    text = TextAreaField(
        "What was wrong, and what is right",
        [
            InputRequired("Write what was wrong and what is right."),
            Length(
                max=LONGEST_CORRECTION,
                message="Shorten the correction to 1,000 characters or less.",
            ),
        ],
        description="Such as: An earlier version gave the number of trees as 2,430. It is 2,340. "
        "Readers see it at the foot of the story, with its date.",
    )
