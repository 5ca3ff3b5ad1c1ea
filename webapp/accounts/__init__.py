"""Accounts: who can sign in, how, and what they may do in the newsroom."""

from __future__ import annotations

from flask import Flask

from ..extensions import login_manager
from . import forgetting as forgetting
from . import guards
from . import models as models
from . import views as views
from .blueprint import bp
from .factors import challenging
from .models.sessions import REMEMBERED
from .rights import agreeing
from .rights import disclosing as disclosing


def init_app(app: Flask) -> None:
    """Serve the pages of accounts, and tell every template whose page it is."""
    app.config["PERMANENT_SESSION_LIFETIME"] = REMEMBERED
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # the row says when a session expires
    login_manager.session_protection = None  # it would write into cookies of anonymous visits
    app.register_blueprint(bp)
    app.add_template_global(challenging.passkey_origin)
    app.add_template_global(agreeing.has_to_agree)
    app.context_processor(lambda: {"current_account": guards.current_account()})
