"""The buttons of the front page’s screen: a story, and the orders that its editor saw."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp

from ...reading.placing import Part
from ...web import LARGEST_ROW_NUMBER

ORDER = [Optional(), Length(max=4000), Regexp(r"\d{1,10}(-\d{1,10})*\Z")]


class FrontForm(FlaskForm):
    """What every button of the screen sends: how each part stood, and maybe a story to pin."""

    lead = StringField(validators=ORDER)
    second = StringField(validators=ORDER)
    pick = StringField(validators=ORDER)
    article = StringField(validators=[Optional(), Regexp(r"\d{1,10}\Z")])

    def order(self, part: Part) -> list[int]:
        """The ids of the stories in a part, as the screen showed them."""
        return [int(number) for number in (self[part.value].data or "").split("-") if number]

    @property
    def article_id(self) -> int:
        """The number of the story to pin; 0, which no row has, for none or one too large."""
        number = int(self.article.data or 0)
        return number if number <= LARGEST_ROW_NUMBER else 0
