"""The newsroom: staff screens over the other packages. Its only table is the audit log."""

from __future__ import annotations

from flask import Flask

from ..accounts.guards import current_account
from . import disclosing as disclosing
from . import models as models
from . import telling as telling
from . import views as views
from .blueprint import bp
from .charting import segments
from .counting import sidebar_counts

bp.add_app_template_filter(segments)


@bp.context_processor
def frame() -> dict[str, object]:
    """What the frame of every staff screen shows."""
    account = current_account()
    return {"waiting": sidebar_counts(account)} if account else {}


def init_app(app: Flask) -> None:
    """Serve the staff screens."""
    app.register_blueprint(bp)
