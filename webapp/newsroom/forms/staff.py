"""Forms about staff: whom to invite, and what somebody may do."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_wtf import FlaskForm
from wtforms import EmailField, Field, RadioField, SelectField, ValidationError

from ...accounts.models import Role
from ...accounts.staff.appointing import MEANINGS
from ...fields import Address
from ...subscriptions.models import MailingList
from .choosing import Boxes

ALL, SOME = "all", "some"


class RoleForm(FlaskForm):
    """What an account may do, and for a list manager with which lists."""

    role = SelectField(  # type: ignore[call-arg]  # its types are a release behind
        "Role",
        choices={role.value: words for role, words in MEANINGS.items()},
        invalid_choice_message="Choose one of the roles.",
    )
    reach = RadioField(  # type: ignore[call-arg]  # its types are a release behind
        "A list manager manages",
        choices={ALL: "Every list, those made later too", SOME: "Only the lists ticked here"},
        default=ALL,
        invalid_choice_message="Choose every list, or only some.",
    )
    lists = Boxes("Lists")

    def offer(self, lists: Sequence[MailingList], kept: Collection[int] = ()) -> RoleForm:
        """Offer the lists there are, with those ticked that are kept now."""
        self.lists.offer((one.id, one.name) for one in lists)
        if kept and not self.is_submitted():
            self.reach.data, self.lists.data = SOME, list(kept)
        return self

    @property
    def chosen_role(self) -> Role:
        """The role, once the form is valid."""
        return Role(self.role.data)

    @property
    def chosen_lists(self) -> list[int]:
        """The lists that are named; none means all."""
        only_some = self.chosen_role is Role.LISTS and self.reach.data == SOME
        return list(self.lists.data or []) if only_some else []

    def validate_lists(self, field: Field) -> None:
        """Only some is at least one: none at all would mean all."""
        only_some = self.role.data == Role.LISTS and self.reach.data == SOME
        if only_some and not field.data:
            raise ValidationError("Tick at least one list, or choose every list.")


class InviteForm(RoleForm):
    """An address, and what is offered to its owner."""

    email = EmailField("E-mail address", [Address()])

    def validate_role(self, field: Field) -> None:
        """An invitation to nothing is none."""
        if field.data == Role.READER:
            raise ValidationError("Choose a role of the newsroom; everybody may be a reader.")
