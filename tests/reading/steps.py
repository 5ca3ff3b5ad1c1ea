"""What tests of keeping and following share."""

import datetime as dt

from sqlalchemy import select

from webapp.extensions import db
from webapp.reading.models import SavedStory

SCRIPT = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
# The pages of what the fixture ``followable`` makes, each number 1 of its kind.
PAGES = {"section": "/category/nation/", "topic": "/tag/rivers/", "author": "/author/dana/"}
# When the stories of the fixture ``shelved`` were saved and published: days before and after.
NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def headlines(page):
    return [tag.get_text(strip=True) for tag in page.all(".kept .headline")]


def saved_row(app, number=1):
    with app.app_context():
        return db.session.scalar(select(SavedStory).where(SavedStory.article_id == number))
