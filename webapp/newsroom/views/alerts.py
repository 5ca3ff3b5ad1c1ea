"""A breaking alert of a published story: look at the numbers, then send."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns import alerting
from ...extensions import db
from ...reading.models import Article
from ...subscriptions.models import MailingList
from ..auditing import record
from ..blueprint import bp
from ..drafting import article_on_desk
from ..forms.digests import AlertForm
from .asking import form_status

AGAIN = "This story went to that list before; tick the box to send it again."


@bp.route("/stories/<int:article_id>/alert/", methods=["GET", "POST"])
@staff(Role.EDITOR)
def alert_story(article_id: int) -> ResponseReturnValue:
    """Show whom an alert would reach; a POST sends it."""
    article = article_on_desk(article_id, signed_in_account())
    if not article.is_published:
        raise alerting.NothingToAlertOf
    lists = alerting.alert_lists()
    form = AlertForm().offer([(one, alerting.reached(one)) for one in lists])
    if not form.validate_on_submit() or not (number := _number(form, article)):
        return _page(article, form), form_status(form)
    found = db.session.get_one(MailingList, form.list_id.data)
    campaign = alerting.send(article, found, number, signed_in_account().id)
    detail = f"to {campaign.audience:,} of {found.name}"
    record(signed_in_account(), "sent alert", article.headline, web.visit(), detail)
    db.session.commit()
    flash(f"Sending the alert to {campaign.audience:,}.", "done")
    return redirect(url_for(".alert_story", article_id=article_id))


def _number(form: AlertForm, article: Article) -> int:
    """Which alert of its story and list it is, as whoever sends it saw; 0 when that is unsaid."""
    chosen = db.session.get_one(MailingList, form.list_id.data)
    before = alerting.times(article, chosen, form.seen.data or 0)
    if before and not form.again.data:
        form.again.errors = [AGAIN]
        return 0
    return before + 1


def _page(article: Article, form: AlertForm) -> str:
    alerts = alerting.alerts_of(article)
    if not form.is_submitted():
        form.seen.data = max((one.id for one in alerts), default=0)
    return render_template("newsroom/stories/alert.html", article=article, form=form, alerts=alerts)
