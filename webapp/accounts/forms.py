"""The shape of what people type about their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from ..fields import Address
from . import passwords

ADDRESS = Address(missing="Write your e-mail address.")
PASSWORD_MISSING = DataRequired("Type your password.")


@contextmanager
def said_at_field() -> Iterator[None]:
    """Turn a refusal into the sentence that stands at the field."""
    try:
        yield
    except ValueError as refusal:
        raise ValidationError(str(refusal)) from None


def one_line(_form: FlaskForm, field: Field) -> None:
    """Refuse what a line of text cannot hold."""
    if not (field.data or "").isprintable():
        raise ValidationError("Write your name in one line of letters.")


def refuse_weak(password: str, email: str) -> None:
    """Refuse a password that would not protect the account of that address."""
    with said_at_field():
        passwords.refuse_weak(password, email=email, paper=current_app.config["NAME"])


class AddressForm(FlaskForm):
    """One address."""

    email: Field = EmailField("Your e-mail address", [ADDRESS])

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the form as a whole."""
        self.form_errors.append(sentence)


class RegistrationForm(AddressForm):
    """An address and the password to go with it."""

    password: Field = PasswordField("Password", [DataRequired("Choose a password.")])

    def validate_password(self, field: Field) -> None:
        """Only a password that protects."""
        refuse_weak(field.data, self.email.data or "")


class SignInForm(AddressForm):
    """What opens an account, and where to go then."""

    password: Field = PasswordField("Password", [PASSWORD_MISSING])
    remember: Field = BooleanField("Stay signed in on this device for 30 days")
    next: Field = HiddenField()


class NewAddressForm(AddressForm):
    """Another address, and the proof that it is you."""

    email: Field = EmailField("Your new e-mail address", [ADDRESS])
    password: Field = PasswordField("Your password", [PASSWORD_MISSING])


class NewPasswordForm(FlaskForm):
    """The password an account gets; ``email`` is the account’s."""

    password: Field = PasswordField("New password", [DataRequired("Choose a password.")])

    def __init__(self, email: str) -> None:
        self.account_email = email
        super().__init__()

    def validate_password(self, field: Field) -> None:
        """Only a password that protects."""
        refuse_weak(field.data, self.account_email)


class ChangePasswordForm(NewPasswordForm):
    """The new password, and the old one as proof."""

    current_password: Field = PasswordField("Your password now", [PASSWORD_MISSING])


class NameForm(FlaskForm):
    """What the paper calls its reader."""

    name: Field = StringField(
        "Your name", [Length(max=80, message="Use at most 80 characters."), one_line]
    )


class DeletionForm(FlaskForm):
    """The proof that it is you."""

    password: Field = PasswordField("Your password", [PASSWORD_MISSING])
