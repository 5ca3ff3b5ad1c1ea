"""The form that gives a role."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, ValidationError
from wtforms.validators import InputRequired

from ...accounts.models import Role
from ...addresses import AddressRefused, normalise

MEANINGS = {
    Role.OWNER: "Owner: everything, staff included",
    Role.EDITOR: "Editor: stories, submissions, publishing",
    Role.AUTHOR: "Author: drafts under their own byline",
    Role.LISTS: "List manager: mailing lists and campaigns",
    Role.READER: "Reader: no part of the newsroom",
}


class StaffForm(FlaskForm):
    """An address and the role it gets."""

    email = EmailField(
        "E-mail address of the account", [InputRequired("Write the address of their account.")]
    )
    role = SelectField("Role", choices=[(role.value, words) for role, words in MEANINGS.items()])

    address = ""

    def validate_email(self, field: EmailField) -> None:
        """Keep the address in its normal form."""
        try:
            self.address = normalise(field.data or "")
        except AddressRefused as refused:
            raise ValidationError(str(refused)) from None
