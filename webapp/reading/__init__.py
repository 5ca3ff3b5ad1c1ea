"""Sections, stories, pictures and what readers keep of them."""

from __future__ import annotations

from flask import Flask

from . import disclosing as disclosing
from . import erasing as erasing
from . import models as models
from . import versioning as versioning
from . import views as views
from .addressing import SlugConverter, article_url
from .blueprint import bp
from .describing import describe_list, describe_paper, describe_story
from .edition import serving
from .illustrating import illustrated, snippet
from .navigating import sections_of_page


def init_app(app: Flask) -> None:
    """Register the paper's pages and what every template may use of them."""
    app.url_map.converters["slug"] = SlugConverter
    app.register_blueprint(bp)
    for described in (article_url, describe_list, describe_paper, describe_story):
        app.add_template_global(described)
    app.add_template_filter(illustrated)
    app.add_template_filter(snippet)
    app.context_processor(sections_of_page)
    serving.init_app(app)
