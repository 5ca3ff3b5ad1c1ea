"""The form that gives a role."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField

from ...accounts.models import Role
from ...fields import Address

MEANINGS = {
    Role.AUTHOR: "Author: drafts under their own byline",
    Role.EDITOR: "Editor: stories, submissions, publishing",
    Role.LISTS: "List manager: mailing lists and campaigns",
    Role.OWNER: "Owner: everything, staff included",
    Role.READER: "Reader: no part of the newsroom",
}


class StaffForm(FlaskForm):
    """An address and the role it gets."""

    email = EmailField("E-mail address of the account", [Address()])
    role = SelectField(  # type: ignore[call-arg]  # its types are a release behind
        "Role",
        choices={role.value: words for role, words in MEANINGS.items()},
        invalid_choice_message="Choose one of the roles.",
    )
