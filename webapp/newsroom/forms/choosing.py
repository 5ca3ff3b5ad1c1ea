"""Fields that say in a sentence what to do when they do not understand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, SelectField, ValidationError


class Choice(SelectField):
    """One of several rows, by number; what is not offered is refused with a sentence."""

    def __init__(self, label: str, sentence: str, **options: Any) -> None:
        super().__init__(label, coerce=_number, **options)
        self.sentence = sentence
        self.offered: dict[int, str] = {}

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """Offer these numbers, by their names."""
        self.offered = dict(rows)
        self.choices = {str(number): name for number, name in self.offered.items()}

    def pre_validate(self, _form: object) -> None:
        """Take only what is offered."""
        if self.data not in self.offered:
            raise ValidationError(self.sentence)


class Whole(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what one is."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write a whole number, like 3.") from None


def _number(typed: object) -> int:
    """The number of a row; -1, which no row has, for anything else."""
    text = str(typed)
    return int(text) if text.isascii() and text.isdecimal() else -1
