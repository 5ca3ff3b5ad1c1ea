"""Reactions: what comes of a letter after it was sent, counted with respect.

Links are made at launch (linking), clicks gathered in each process (receiving), judged once a visit
is over (judging), counted by the hour and forgotten (rolling). Other packages note what they learn
of one recipient, such as a complaint, by ``noting.note``.
"""

from flask import Flask

from ...extensions import db
from . import disclosing as disclosing
from . import erasing as erasing
from . import jobs as jobs
from . import noting as noting
from . import receiving
from . import views as views


def init_app(app: Flask) -> None:
    """Let the process gather clicks."""
    with app.app_context():
        receiving.init_app(app, db.engine)
