"""Fields that say in a sentence what to do when they do not understand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ...reading.models import FOCUS_STEPS


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


class Boxes(SelectMultipleField):
    """Any number of rows, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, coerce=_number, **options)
        self.offered: dict[int, str] = {}

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """Offer these numbers, by their names."""
        self.offered = dict(rows)
        self.choices = list(self.offered.items())

    def pre_validate(self, _form: object) -> None:
        """Take only what is offered."""
        if not set(self.data or []) <= self.offered.keys():
            raise ValidationError("One of these is not there any more; choose again.")


ACROSS = ("far left", "left", "middle", "right", "far right")
DOWN = ("Top", "Upper part", "Middle", "Lower part", "Bottom")


class FocalPoint(RadioField):
    """One of the squares that a picture is divided into, row by row."""

    def __init__(self, label: str, **options: Any) -> None:
        steps = range(FOCUS_STEPS)
        self.squares = {f"{x}-{y}": f"{DOWN[y]}, {ACROSS[x]}" for y in steps for x in steps}
        super().__init__(label, choices=self.squares, default="2-2", **options)

    def pre_validate(self, _form: object) -> None:
        """Take only a square there is."""
        if self.data not in self.squares:
            raise ValidationError("Choose one of the squares of the picture.")


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
