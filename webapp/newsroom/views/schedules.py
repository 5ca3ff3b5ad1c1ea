"""When letters go: one is scheduled or taken back, and the calendar of all."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns import clearing, scheduling
from ...campaigns.audience.counting import count_audience
from ...campaigns.models import Campaign
from ...campaigns.states import Step
from ...extensions import db
from ...templating import date_time
from ..auditing import record
from ..blueprint import bp
from ..forms.lives import ScheduleForm
from ..lettering import campaign_for, has_many, is_meant
from ..timetable import first_of, month_of
from .asking import form_status


@bp.get("/campaigns/calendar/")
@staff(Role.LISTS)
def calendar() -> ResponseReturnValue:
    """What was sent and what is scheduled, in one month."""
    month = month_of(signed_in_account(), first_of(request.args.get("month", "")))
    return render_template("newsroom/campaigns/calendar.html", month=month)


@bp.route("/campaigns/<int:campaign_id>/schedule/", methods=["GET", "POST"])
@staff(Role.LISTS)
def schedule_campaign(campaign_id: int) -> ResponseReturnValue:
    """Choose when the letter is sent by itself."""
    account, form = signed_in_account(), ScheduleForm()
    found = campaign_for(account, campaign_id, Step.SCHEDULE, hold=not web.is_reading())
    audience = count_audience(found)
    if not form.validate_on_submit() or not scheduled(found, form, audience):
        return schedule_page(found, form, audience), form_status(form)
    assert form.moment is not None  # noqa: S101 (the form is valid)
    at = date_time(form.moment)
    record(account, "scheduled letter", found.subject, web.visit(), f"for {at}")
    db.session.commit()
    flash(f"Scheduled. It goes out on {at}.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.post("/campaigns/<int:campaign_id>/schedule/take-back/")
@staff(Role.LISTS)
def take_schedule_back(campaign_id: int) -> ResponseReturnValue:
    """Make a scheduled letter a draft again."""
    account = signed_in_account()
    found = campaign_for(account, campaign_id, Step.TAKE_BACK, hold=True)
    scheduling.take_back(found)
    record(account, "took back schedule", found.subject, web.visit())
    db.session.commit()
    flash("Taken back. It is a draft again, and goes out when you say so.", "done")
    return redirect(url_for(".campaign", campaign_id=campaign_id))


def scheduled(found: Campaign, form: ScheduleForm, audience: int) -> bool:
    """Whether it is scheduled now; else the form says why not."""
    if not is_meant(*form.numbers(), audience):
        form.typed.errors = [f"Type {audience:,} to send to everyone on the list."]
        return False
    assert form.moment is not None  # noqa: S101 (the form is valid)
    try:
        scheduling.schedule(found, form.moment)
    except scheduling.TimeRefused as refused:
        form.at.errors = [refused.sentence]
        return False
    return True


def schedule_page(found: Campaign, form: ScheduleForm, audience: int) -> str:
    """The form of day and time."""
    form.shown.data = str(audience)
    shown = {
        "campaign": found,
        "form": form,
        "audience": audience,
        "asks_number": has_many(audience),
        "holds": clearing.reasons_to_hold(found),
    }
    return render_template("newsroom/campaigns/schedule.html", **shown)
