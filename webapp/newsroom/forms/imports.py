"""Forms of imports: the file, and what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, SelectField, ValidationError

from ...subscriptions.attributing import MOST_NAMES
from ...subscriptions.importing.programs import ATTRIBUTE, FIELDS, REPEATABLE

CHOICES = {"": "Left out", ATTRIBUTE: "Kept as an attribute", **FIELDS}
MAY_REPEAT = REPEATABLE | {ATTRIBUTE}
TOO_MANY = f"Keep at most {MOST_NAMES} columns as attributes, and leave the others out."


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

    columns = FieldList(SelectField("Column", choices=CHOICES))

    def offer(self, columns: Sequence[dict[str, Any]]) -> ColumnsForm:
        """Ask for each column of a file, beginning with what it was taken for."""
        self.described = columns
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
        twice = [one for one in chosen if one not in MAY_REPEAT and chosen.count(one) > 1]
        if twice:
            raise ValidationError(f"Choose one column only for “{FIELDS[twice[0]]}”.")
        if chosen.count(ATTRIBUTE) > MOST_NAMES:
            raise ValidationError(TOO_MANY)

    @property
    def chosen(self) -> dict[str, str]:
        """What is new: by the column’s word its field, or nothing; once the form is valid.

        Of a column that stays what it was taken for nothing is said: so whatever else is known of
        the file still counts, and of the other tables in its archive.
        """
        pairs = zip(self.described, self.columns, strict=False)
        return {one["word"]: entry.data for one, entry in pairs if entry.data != one["field"]}
