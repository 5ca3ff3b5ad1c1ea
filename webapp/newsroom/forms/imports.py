"""Forms of imports: the file, and what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, SelectField, ValidationError

from ...subscriptions.importing.programs import FIELDS, REPEATABLE

LEFT_OUT = "Left out"


class ImportForm(FlaskForm):
    """A file of addresses."""

    file = FileField(
        "File",
        description="CSV, TSV, XLSX or a zip of them, at most 128 MB. Exports of Mailchimp, Ghost, "
        "Substack, listmonk, Beehiiv and WordPress are recognised; of any other file you say what "
        "its columns hold.",
    )
    asks = BooleanField(
        "Ask those without proof to confirm, by a mail to each",
        description="A row with the time of a confirmation brings its own proof. One without is "
        "marked so, and gets no letter until the person confirms.",
    )

    def validate_file(self, field: FileField) -> None:
        """A file is needed."""
        if not field.data:
            raise ValidationError("Choose a file.")

    @property
    def brought(self) -> tuple[IO[bytes], str]:
        """The file and its name, once the form is valid."""
        return self.file.data.stream, self.file.data.filename or ""


class ColumnsForm(FlaskForm):
    """What each column holds."""

    columns = FieldList(SelectField("Column", choices={"": LEFT_OUT, **FIELDS}))

    def offer(self, columns: Sequence[dict[str, Any]]) -> ColumnsForm:
        """Ask for each column of a file, beginning with what it was taken for."""
        self.words = [one["word"] for one in columns]
        if not self.is_submitted():
            while len(self.columns):
                self.columns.pop_entry()
            for one in columns:
                self.columns.append_entry(one["field"])
        for one, entry in zip(columns, self.columns, strict=False):
            entry.label.text = one["name"]
        return self

    def validate_columns(self, field: Any) -> None:
        """One column holds the addresses, and each of the others something else."""
        chosen = [entry.data for entry in field if entry.data]
        if chosen.count("email") != 1:
            raise ValidationError("Choose one column that holds the e-mail addresses.")
        twice = [one for one in chosen if one not in REPEATABLE and chosen.count(one) > 1]
        if twice:
            raise ValidationError(f"Choose one column only for “{FIELDS[twice[0]]}”.")

    @property
    def chosen(self) -> dict[str, str]:
        """The field of each column by the column’s word, once the form is valid."""
        pairs = zip(self.words, self.columns, strict=True)
        return {word: entry.data for word, entry in pairs if entry.data}
