"""What programs call the columns of their exports, and what they write into them.

Words are compared in small letters, with spaces for hyphens and underscores and without accents:
``Email Address``, ``email_address`` and ``E-MAIL ADDRESS`` meet.
"""

from __future__ import annotations

from dataclasses import dataclass

# What we can use of a column, and what it is called on the screen.
FIELDS = {
    "email": "E-mail address",
    "name": "Name",
    "first": "First name",
    "last": "Last name",
    "confirmed_at": "When they confirmed",
    "confirmed_ip": "Network address they confirmed from",
    "asked_at": "When they asked or were added",
    "asked_ip": "Network address they asked from",
    "state": "State, in words",
    "gets": "Gets letters: yes or no",
    "stopped": "Must get nothing: yes or no",
    "ended_at": "When it ended",
}
# A column that is kept under its own name; not among what we know, as nobody chose it for us.
ATTRIBUTE = "attribute"
# Of these a file may have several columns, and every one of them counts.
REPEATABLE = frozenset({"state", "gets", "stopped", "ended_at"})

WORDS = {
    "email": {
        "email", "e mail", "mail", "email address", "e mail address", "emailaddress",
        "subscriber email", "user email", "member email", "contact email", "primary email",
        "user email address", "reader email", "customer email", "billing email",
        "correo", "correo electronico", "adresse e mail", "adresse email", "courriel",
        "e mail adresse", "emailadresse", "e posta", "eposta", "indirizzo email",
        "почта", "эл. почта", "электронная почта", "адрес электронной почты",
        "электрондық пошта", "пошта",
    },
    "name": {
        "name", "full name", "fullname", "display name", "subscriber name", "member name",
        "contact name", "reader name", "user name", "nombre", "nom", "имя", "фио", "полное имя",
        "аты жөні",
    },
    "first": {
        "first name", "firstname", "fname", "given name", "member first name", "vorname", "prenom",
    },
    "last": {
        "last name", "lastname", "lname", "surname", "family name", "member last name", "nachname",
        "apellido", "apellidos", "фамилия",
    },
    "confirmed_at": {
        "confirmed at", "confirm time", "confirmation time", "confirmed on", "confirmation date",
        "date confirmed", "confirm date", "confirmed date", "double opt in at",
        "double optin time",
    },
    "confirmed_ip": {"confirm ip", "confirmed ip", "confirmation ip"},
    "asked_at": {
        "asked at", "optin time", "opt in time", "optin at", "subscribed at", "subscribe date",
        "subscription date", "subscribed on", "date subscribed", "created at", "created",
        "date added", "added at", "user registered", "registered", "member since", "signup date",
        "sign up date", "signed up at", "signup time", "start date", "joined", "joined at",
        "last subscribed at", "subscription created at", "creation date", "subscribe date utc",
        "subscribed at utc",
    },
    "asked_ip": {
        "optin ip", "opt in ip", "signup ip", "sign up ip", "subscribed ip", "ip address", "ip",
        "created from ip",
    },
    "state": {
        "state", "status", "email status", "subscription status", "subscriber status",
        "list status", "global status", "membership status", "subscription state", "type of state",
    },
    "gets": {
        "subscribed to emails", "subscribed", "is subscribed", "opted in", "email opt in",
        "accepts marketing", "accepts email marketing", "email marketing consent",
        "email subscription", "receive emails", "receives emails",
    },
    "stopped": {
        "email disabled", "emails disabled", "email disabled?", "unsubscribed", "is unsubscribed",
        "opted out", "email opted out", "opt out", "do not email", "do not mail", "suppressed",
        "bounced", "is bounced", "blocklisted", "blacklisted", "is blocked", "blocked",
        "cleaned", "complained", "marked as spam", "hard bounced",
    },
    "ended_at": {
        "ended at", "unsubscribed at", "unsub time", "clean time", "cleaned at", "deleted at",
        "bounced at", "complained at", "unsubscribe date", "unsubscribed on", "date unsubscribed",
        "unsubscription date", "unsubscribe time", "opted out at", "removed at", "churned at",
    },
}  # fmt: skip

# So a column may be called that says the same, or that names a letter: what stands in it decides.
MAYBE_GETS = frozenset({
    "newsletter", "newsletters", "email newsletter", "boletin", "infolettre", "рассылка",
    "mailing", "mailing list", "opt in", "optin", "active", "consent", "marketing", "emails",
})  # fmt: skip
YES = frozenset({"true", "yes", "y", "1", "on", "t", "x", "да", "si", "oui", "ja"})
NO = frozenset({"false", "no", "n", "0", "off", "f", "нет", "non", "nein"})

# A file with one of these columns is an export of people who are gone, row for row.
OF_THE_GONE = frozenset({"unsub time", "clean time", "unsub reason", "clean campaign id"})

# A table with this column lists what people did with a letter, not the people of a list.
OF_LETTERS = "post id"

# What a person's state is called. Whoever waits for something at the other program waits here.
GETS = frozenset({
    "active", "subscribed", "confirmed", "enabled", "yes", "y", "true", "on", "1", "ok", "valid",
    "free", "paid", "comped", "comp", "complimentary", "gift", "premium", "founding", "opted in",
    "member", "регулярный", "подписан", "активен", "да", "wcm active", "regular",
})  # fmt: skip
WAITS = frozenset({
    "pending", "unconfirmed", "unactivated", "validating", "waiting", "not confirmed", "optin",
    "awaiting confirmation", "paused", "delayed",
})  # fmt: skip
GETS_NOTHING = frozenset({
    "ended", "unsubscribed", "unsubscribe", "suppressed", "cleaned", "clean", "bounced", "bounce",
    "hard bounced", "hard bounce", "soft bounced", "complained", "complaint", "spam", "spammed",
    "disabled", "blocklisted", "blacklisted", "blocked", "inactive", "removed", "deleted",
    "invalid", "needs attention", "archived", "cancelled", "canceled", "expired", "opted out",
    "optout", "no", "n", "false", "off", "0", "churned", "undeliverable", "rejected", "banned",
    "отписан", "нет", "transactional", "nonsubscribed", "not subscribed", "none", "erased",
    "left", "unsub", "abuse", "junk", "dead", "never",
})  # fmt: skip
NOTHING_WRITTEN = frozenset({
    "", "null", "none", "nil", "n/a", "na", "-", "–", "\\n", "undefined",
    "0000-00-00", "0000-00-00 00:00:00",
})  # fmt: skip
# An address that stands for somebody who asked that program to delete them.
DELETION = "@deletion-request.substack.com"


@dataclass(frozen=True)
class Program:
    """A program, and the words of which a header must have one set to be its export."""

    name: str
    signatures: tuple[frozenset[str], ...]


def _program(name: str, *signatures: str) -> Program:
    return Program(name, tuple(frozenset(one.split(", ")) for one in signatures))


PROGRAMS = (
    _program("Masthead", "email, asked at, reason"),
    _program(
        "Mailchimp", "email address, leid", "email address, euid", "email address, optin time"
    ),
    _program("Ghost", "email, subscribed to emails", "email, complimentary plan"),
    _program("Substack", "email, email disabled", "email, active subscription"),
    _program("listmonk", "email, name, attributes", "uuid, email, attributes"),
    _program("Beehiiv", "email, free tier", "email, status, utm source", "email, status, tier"),
    _program("MailPoet", "email, global status", "email, list status"),
    _program("Newspack", "member email", "user email, np reader", "email, np newsletters"),
    _program("WordPress", "user email"),
    _program("Buttondown", "email, metadata, tags", "email address, subscriber type"),
    _program("Tiny News", "email, channel id"),
)
