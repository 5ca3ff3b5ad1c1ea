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


def refuse_weak(password: str, email: str, shortest: int = passwords.SHORTEST_ALONE) -> None:
    """Refuse a password that would not protect the account of that address."""
    with said_at_field():
        paper = current_app.config["NAME"]
        passwords.refuse_weak(password, email=email, paper=paper, shortest=shortest)


class AddressForm(FlaskForm):
    """One address."""

    email: Field = EmailField("Your e-mail address", [ADDRESS])

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the form as a whole."""
        self.form_errors.append(sentence)


class RegistrationForm(AddressForm):
    """An address and the password to go with it."""

    shortest = passwords.SHORTEST_ALONE

    password: Field = PasswordField("Password", [DataRequired("Choose a password.")])
    notice: Field = HiddenField()  # the version of the privacy notice shown beside the button

    def validate_password(self, field: Field) -> None:
        """Only a password that protects."""
        refuse_weak(field.data, self.email.data or "")


class SignInForm(AddressForm):
    """What opens an account, and where to go then."""

    password: Field = PasswordField("Password", [PASSWORD_MISSING])
    remember: Field = BooleanField("Stay signed in on this device for 30 days")
    next: Field = HiddenField()


class NewAddressForm(AddressForm):
    """Another address."""

    email: Field = EmailField("Your new e-mail address", [ADDRESS])


class NewPasswordForm(FlaskForm):
    """The password an account gets: ``email`` is the account’s, ``shortest`` how long at least."""

    password: Field = PasswordField("New password", [DataRequired("Choose a password.")])

    def __init__(self, email: str, shortest: int) -> None:
        self.account_email, self.shortest = email, shortest
        super().__init__()

    def validate_password(self, field: Field) -> None:
        """Only a password that protects."""
        refuse_weak(field.data, self.account_email, self.shortest)


class ChangePasswordForm(NewPasswordForm):
    """The new password, and the old one as proof."""

    current_password: Field = PasswordField("Your password now", [PASSWORD_MISSING])


class NameForm(FlaskForm):
    """What the paper calls its reader."""

    name: Field = StringField(
        "Your name", [Length(max=80, message="Use at most 80 characters."), one_line]
    )


class PasskeyForm(FlaskForm):
    """What its owner calls a passkey."""

    name: Field = StringField(
        "Name of the passkey",
        [
            DataRequired("Write a name, such as the device it is on."),
            Length(max=80, message="Use at most 80 characters."),
            one_line,
        ],
    )


class DeletionForm(FlaskForm):
    """Whether the address is to be forgotten with the account."""

    letters: Field = BooleanField("End my letters too, and never write to this address again")


class MailCodeForm(AddressForm):
    """Where a code to sign in is mailed to, and where to go then."""

    remember: Field = BooleanField("Stay signed in on this device for 30 days")
    next: Field = HiddenField()


class DigitsForm(FlaskForm):
    """The six digits of a mail, and where to go then."""

    code: Field = StringField(
        "The six digits",
        [DataRequired("Type the six digits of the mail."), Length(max=100)],
    )
    next: Field = HiddenField()


class CodeForm(FlaskForm):
    """Digits of an authenticator app or a recovery code, and where to go then."""

    code: Field = StringField("Code", [DataRequired("Type the code."), Length(max=100)])
    next: Field = HiddenField()


class ProofForm(FlaskForm):
    """The proof that it is you, by a password or a code, and where to go then."""

    password: Field = PasswordField("Your password")
    code: Field = StringField("A code", [Length(max=100)])
    next: Field = HiddenField()
