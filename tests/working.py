"""Working in tests: what is done in steps, as a worker does it."""

from __future__ import annotations

from sqlalchemy import select

from webapp.extensions import db


def in_steps(work, most=None):
    """Commit after each step, until nothing is left or so many are done."""
    for number, _ in enumerate(work, start=1):
        db.session.commit()
        if number == most:
            break


def worker_of_newest(app, model, work_on, work):
    """Have a worker do what the newest row of a model waits for: all, or so many steps of it."""

    def go_on(steps=None):
        with app.app_context():
            newest = db.session.scalar(select(model.id).order_by(model.id.desc()))
            db.session.rollback()
            if steps is None:
                work_on(newest)
            else:
                in_steps(work(newest), steps)

    return go_on
