"""What forms of every package share."""

from __future__ import annotations

from wtforms import ValidationError
from wtforms.fields import Field

from . import addresses


class Address:
    """One address: the data becomes its normal form; when it has none, what was typed stays."""

    def __init__(self, *, required: bool = True, missing: str = "") -> None:
        self.required = required
        self.missing = missing  # what to say to an empty field
        self.field_flags = {"required": True} if required else {"optional": True}

    def __call__(self, _form: object, field: Field) -> None:
        """Raise ValidationError when no mail can be sent to what was typed."""
        if not field.data and not self.required:
            return
        if not field.data and self.missing:
            raise ValidationError(self.missing)
        try:
            field.data = addresses.normalise(field.data or "")
        except addresses.AddressRefused as problem:
            raise ValidationError(str(problem)) from None
