"""Forms of digests and of breaking alerts."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from ...campaigns.digests.models import DigestRules, Rhythm
from ...reading import tagging
from ...reading.models import Section, Topic
from ...subscriptions.models import MailingList
from ...subscriptions.timing import HOUR_CHOICES
from .choosing import Boxes, Choice, Whole

WEEKDAYS = {str(number): name for number, name in enumerate(calendar.day_name)}
MOST = 30


class DigestForm(FlaskForm):
    """What a list of digests brings, and when."""

    rhythm = RadioField(  # type: ignore[call-arg]  # its types are a release behind
        "How often",
        choices={
            Rhythm.DAILY.value: "Every day on which there is something new.",
            Rhythm.WEEKLY.value: "Once a week, on the day below.",
        },
        default=Rhythm.DAILY.value,
        invalid_choice_message="Choose how often it comes.",
    )
    weekday = SelectField("Day of a weekly digest", choices=WEEKDAYS, coerce=int)
    hour = SelectField("Hour", choices=HOUR_CHOICES, coerce=int, default=7)
    most = Whole(
        "Stories at most",
        [
            InputRequired("Say how many stories it brings at most."),
            NumberRange(1, MOST, f"Write a number from 1 to {MOST}."),
        ],
        default=10,
    )
    picks_first = BooleanField("Editor’s Picks first", default=True)
    is_followed = BooleanField("Only what each reader follows")
    sections = Boxes("Sections")
    topics = StringField(
        "Topics",
        [Optional(), Length(max=400, message="Shorten the topics to at most 400 characters.")],
        description="Separated by commas: Rivers, Astana. With neither sections nor topics, every "
        "story counts; with both, one in a section or on a topic.",
    )

    def __init__(self, rules: DigestRules | None, sections: Sequence[Section], **more: Any) -> None:
        data = _data(rules) if rules else {}
        super().__init__(data=data, **more)
        self.sections.offer((one.id, one.name) for one in sections)
        self.found: list[Topic] = []

    def validate_topics(self, field: StringField) -> None:
        """Topics that some story is on."""
        names = tagging.read(field.data or "")
        self.found = tagging.known(names)
        if missing := tagging.unknown(names, self.found):
            raise ValidationError(f"No story is on {missing[0]}; write a topic as its page does.")


def _data(rules: DigestRules) -> dict[str, Any]:
    return {
        "rhythm": rules.rhythm,
        "weekday": rules.weekday,
        "hour": rules.mailing_list.hour,
        "most": rules.most,
        "picks_first": rules.picks_first,
        "is_followed": rules.is_followed,
        "sections": [one.id for one in rules.sections],
        "topics": ", ".join(one.name for one in rules.topics),
    }


class AlertForm(FlaskForm):
    """To which list an alert goes, and that it is meant where it went before."""

    list_id = Choice("List", "Choose one of the lists of alerts.")
    seen = IntegerField(widget=HiddenInput(), default=0)  # alerts of the story, as the page showed
    again = BooleanField("Send it again to those who had it")

    def offer(self, reached: Sequence[tuple[MailingList, int]]) -> AlertForm:
        """Offer lists with how many each reaches."""
        self.list_id.offer(
            (one.id, f"{one.name}: {number:,} reader{'s' * (number != 1)}")
            for one, number in reached
        )
        return self
