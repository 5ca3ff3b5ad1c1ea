"""The front page, as editors fill it: pin, move, take out."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...outcomes import Outcome
from ...reading import placing
from ...reading.arranging import arrange_front
from ...reading.listing import all_sections
from ...reading.models import Article
from ...reading.placing import FrontPageChanged, Part
from ...templating import date_time
from ..auditing import record
from ..blueprint import bp
from ..forms.front import FrontForm
from ..fronting import ACTS, PIN, last_change, parts, to_pin
from .asking import asked_page, asked_words

PART = "<any(lead, second, pick):part>"
STEPS = {"up": -1, "down": 1}


@bp.get("/front-page/")
@staff(Role.EDITOR)
def front_page() -> ResponseReturnValue:
    """What stands where on the front page, and stories to pin there."""
    front = arrange_front(db.session.scalars(all_sections()).all())
    words = asked_words()
    shown = {"front": front, "parts": parts(front), "words": words, "pins": PIN}
    return render_template("newsroom/front.html", page=asked_page(to_pin(words)), **shown)


@bp.post(f"/front-page/{PART}/")
@staff(Role.EDITOR)
def pin_story(part: str) -> ResponseReturnValue:
    """Give a story a place at the end of a part."""
    form = sent_form()
    article = db.get_or_404(Article, form.article_id)
    try:
        placing.pin(article, Part(part), form.order(Part(part)))
    except Outcome as refused:
        return back_refused(refused, Part(part))
    return back_done("pin", Part(part), article)


@bp.post(f"/front-page/{PART}/<int:article_id>/<any(up, down):way>/")
@staff(Role.EDITOR)
def move_story(part: str, article_id: int, way: str) -> ResponseReturnValue:
    """Move a story within a part."""
    form, article = sent_form(), db.get_or_404(Article, article_id)
    try:
        placing.move(article, Part(part), STEPS[way], form.order(Part(part)))
    except Outcome as refused:
        return back_refused(refused, Part(part))
    return back_done("move", Part(part), article)


@bp.post(f"/front-page/{PART}/<int:article_id>/out/")
@staff(Role.EDITOR)
def take_out_story(part: str, article_id: int) -> ResponseReturnValue:
    """Take a story out of a part."""
    form, article = sent_form(), db.get_or_404(Article, article_id)
    try:
        placing.take_out(article, Part(part), form.order(Part(part)))
    except Outcome as refused:
        return back_refused(refused, Part(part))
    return back_done("out", Part(part), article)


def sent_form() -> FrontForm:
    """What a button of the screen sent; 400 for what none of them sends."""
    form = FrontForm()
    if not form.validate_on_submit():
        abort(400)
    return form


def back_done(act: str, part: Part, article: Article) -> ResponseReturnValue:
    """Note the act, commit it and show the page as it stands now, at the story."""
    record(signed_in_account(), ACTS[act][part], article.headline, web.visit())
    db.session.commit()
    flash(f"Done: {ACTS[act][part]} “{article.headline}”. Readers see it now.", "done")
    place = part.value if act == "out" else f"{part}-{article.id}"
    return redirect(url_for(".front_page", _anchor=place))


def back_refused(refused: Outcome, part: Part) -> ResponseReturnValue:
    """Nothing was done: say why, who was faster, and show the page as it stands now."""
    db.session.rollback()
    sentence, last = refused.sentence, last_change(part)
    if isinstance(refused, FrontPageChanged) and last:
        who = f"{last.actor} {last.act} “{last.subject}” on {date_time(last.at)}"
        sentence = f"Nothing was done. {who}, after you opened this page; it now stands as below."
    flash(sentence, "refused")
    return redirect(url_for(".front_page"))
