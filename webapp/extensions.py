"""Flask extensions, made without an app; create_app binds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf.csrf import CSRFProtect

from .database import Base
from .web import network

db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(key_func=network)


@contextmanager
def working_in(session: Session) -> Iterator[None]:
    """Have ``db.session`` be this one while the block runs; another thread may have begun it."""
    before = db.session()
    db.session.registry.set(session)
    try:
        yield
    finally:
        db.session.registry.set(before)


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL, and not SQLite, which lets one write at a time."""
    return db.engine.dialect.name == "postgresql"
