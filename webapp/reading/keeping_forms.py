"""Forms of what readers keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ..outcomes import Outcome
from .cleaning import clean_line, without_controls
from .models import Folder
from .shelving import UNFILED

LONGEST_NAME = 60  # characters
LONGEST_NOTE = 2000


def _text(typed: str | None) -> str:
    """Several lines as they were typed, whatever the browser ends them with."""
    return without_controls((typed or "").replace("\r\n", "\n")).strip()


class FolderForm(FlaskForm):
    """A folder’s name."""

    name = StringField(
        "Name of the folder",
        [
            DataRequired("Give the folder a name."),
            Length(max=LONGEST_NAME, message="Write the name in at most 60 characters."),
        ],
        filters=[lambda typed: clean_line(typed or "")],
    )

    def does(self, verb: Callable[..., Any], *arguments: Any) -> bool:
        """Whether the verb could be done; why not stands at the name."""
        try:
            verb(*arguments)
        except Outcome as problem:
            self.name.errors = [problem.sentence]
            return False
        return True


class NoteForm(FlaskForm):
    """A note on a kept story, and its folder."""

    note = TextAreaField(
        "Your note",
        [Length(max=LONGEST_NOTE, message="Shorten the note to at most 2,000 characters.")],
        filters=[_text],
        description="Only you can read it.",
    )
    folder = SelectField("Folder", coerce=int, validate_choice=True)

    def offer(self, folders: Iterable[Folder]) -> None:
        """The folders to choose from."""
        own = [(folder.id, folder.name) for folder in folders]
        self.folder.choices = [(UNFILED, "Without a folder"), *own]
