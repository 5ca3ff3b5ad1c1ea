"""Submitting: a reader offers the desk a text."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from ..extensions import db
from ..mail import outbox
from ..web import Visit
from .cleaning import clean_line, without_controls
from .models import Submission


@dataclass(frozen=True)
class Offer:
    """What a reader wrote; ``email`` is a normalised address."""

    name: str
    email: str
    headline: str
    text: str


def submit(offer: Offer, visit: Visit) -> Submission:
    """Keep the text and tell the desk; the stranger gets no mail, as the address is unproven."""
    submission = Submission(
        name=clean_line(offer.name),
        email=offer.email,
        headline=clean_line(offer.headline),
        text=without_controls(offer.text).strip(),
        network_address=visit.network_address,
    )
    db.session.add(submission)
    db.session.flush()
    desk = current_app.config["CONTACT_EMAIL"]
    outbox.queue("reading/submission", desk, submission=submission)
    return submission
