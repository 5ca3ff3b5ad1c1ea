"""Every mail that Masthead writes, as it goes out: each built-in template, each kind of block."""

from __future__ import annotations

from tests.campaigns.blocks import EVERY
from tests.makers import make_account, make_list
from webapp import clock
from webapp.accounts.models import DataExport, Role, SecurityEvent, What
from webapp.campaigns import drafting
from webapp.campaigns.composing import compile_campaign, nobody
from webapp.extensions import db
from webapp.mail.composing import compose
from webapp.mail.models import OutgoingMail
from webapp.reading.models import Submission
from webapp.subscriptions import welcoming
from webapp.subscriptions.models import Suppression
from webapp.templating import public_url

READER = "dana@example.com"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LETTER, WELCOME = "campaigns/letter", "subscriptions/welcome"
# Where the link of a mail leads and its token, about as long as a real one.
LINK = {"link": "https://paper.example/account/confirm/" + "eyJhIjoxfQ.aR4k2w.c2lnbmVkLW9ubHk" * 3}


def every_mail():
    """The bytes of each mail by its name; it needs an application context and an empty database."""
    weekly = make_list("week", "The Week", welcome_subject="Welcome", welcome_body=WELCOMING)
    mails = {kind: compose(kind, READER, **said).content for kind, said in single(weekly).items()}
    return mails | {WELCOME: welcomed(weekly)} | letters(weekly)


WELCOMING = "<p>Good morning, and thank you: <em>The Week</em> comes on Saturdays.</p>"


def single(weekly):
    """The mails to one person on their own doing, with what each says."""
    now = clock.now()
    asked = LINK | {"lists": [weekly]}
    doors = {"sign_in": public_url("accounts.sign_in"), "forgot": public_url("accounts.forgot")}
    event = SecurityEvent(
        what=What.SIGNED_IN.name, at=now, user_agent=AGENT, network_address="192.0.2.7", detail=""
    )
    leaver = make_account(READER, erase_after=now, erase_letters=False)
    offered = Submission(
        name="A. Reader",
        email=READER,
        headline="A River Comes Back",
        text="The herons returned in May. I have pictures of it, and of those who waited.",
        sent_at=now,
    )
    return {
        "accounts/address-changed": LINK | {"days": 7},
        "accounts/already-registered": doors,
        "accounts/confirm": LINK,
        "accounts/confirm-address": LINK,
        "accounts/copy": LINK | {"copy": DataExport(made_at=now)},
        "accounts/delete": LINK | {"letters": True},
        "accounts/deleted": {"letters": True},
        "accounts/invitation": LINK | {"role": Role.LISTS},
        "accounts/leaving": doors | {"account": leaver},
        "accounts/reset": LINK,
        "accounts/security-event": doors | {"event": event},
        "accounts/sign-in-code": LINK | {"digits": "493017", "asked_from": "Firefox on Linux"},
        "reading/submission": {"submission": offered},
        "subscriptions/already": asked,
        "subscriptions/confirm": asked,
        "subscriptions/data": LINK,
        "subscriptions/lift": LINK | {"suppression": Suppression(reason="complaint", since=now)},
        "subscriptions/move": LINK,
        "subscriptions/moved": LINK | {"days": 7},
        "subscriptions/preferences": LINK,
    }


def letters(weekly):
    """A letter of all blocks, and one of each kind of block alone."""
    contents = {LETTER: EVERY} | {f"{LETTER} of {block.kind}": (block,) for block in EVERY}
    return {name: letter(weekly, blocks) for name, blocks in contents.items()}


def letter(weekly, blocks):
    """A letter as one reader gets it."""
    subject, preheader = "The first orchard, and ten more stories", "Eight days of flowers"
    campaign = drafting.draft_of(weekly, subject, blocks, preheader=preheader)
    return compile_campaign(campaign).write(nobody(READER))


def welcomed(weekly):
    """The welcome of a list."""
    welcoming.send_test(weekly, READER)
    db.session.flush()
    return db.session.query(OutgoingMail).one().message
