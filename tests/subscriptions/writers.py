"""A process that writes entries of its own: ``python -m tests.subscriptions.writers INSTANCE URL``.

It is started by the tests of the chain, several at a time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy import select

from tests.subscriptions.record import PROOF
from webapp import create_app
from webapp.extensions import db
from webapp.subscriptions import consenting
from webapp.subscriptions.models import ConsentEvent, MailingList, Subscriber

EACH = 15


def write(instance: Path, url: str, key: str) -> None:
    """Write entries one commit at a time, as fast as it goes."""
    app = create_app(instance, {"DATABASE_URL": url, "ADDRESS_KEY": key, "LOG_LEVEL": "WARNING"})
    with app.app_context():
        mailing_list = db.session.scalars(select(MailingList.id)).first()
        person = db.session.scalars(select(Subscriber)).first()
        signed = PROOF.signed_by(person.id, person.email)
        for _ in range(EACH):
            consenting.record_many([signed] * 2, ConsentEvent.ASKED, PROOF, list_id=mailing_list)
            db.session.commit()


if __name__ == "__main__":
    write(Path(sys.argv[1]), *sys.argv[2:])
