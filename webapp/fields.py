"""What forms of every package share."""

from __future__ import annotations

from wtforms import ValidationError
from wtforms.fields import Field

from . import addresses


class Address:
    """One address: the data becomes its normal form; when it has none, what was typed stays."""

    def __init__(self, *, required: bool = True) -> None:
        self.required = required
        self.field_flags = {"required": True} if required else {"optional": True}

    def __call__(self, _form: object, field: Field) -> None:
        """Raise ValidationError when no mail can be sent to what was typed."""
        if not field.data and not self.required:
            return
        try:
            field.data = addresses.normalise(field.data or "")
        except addresses.AddressRefused as problem:
            raise ValidationError(str(problem)) from None
