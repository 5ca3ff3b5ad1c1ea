"""A list as importing and exporting find it."""

from tests.makers import make_list, make_subscriber, make_subscription
from webapp import clock
from webapp.extensions import db
from webapp.subscriptions.models import Suppression


def list_with_members():
    """The Week, with a member and one who left, and an address that must not be mailed."""
    weekly = make_list("the-week", "The Week")
    make_subscription(weekly, make_subscriber("member@example.org"))
    make_subscription(weekly, make_subscriber("left@example.org")).end("preferences", clock.now())
    db.session.add(Suppression(email="stopped@example.org", reason="complaint"))
