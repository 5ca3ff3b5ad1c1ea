"""Corrections of a published story: add one, remove one that was itself wrong."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from ... import clock
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...extensions import db
from ...reading import correcting
from ...reading.models import Correction
from ..blueprint import bp
from ..drafting import article_on_desk
from ..forms.corrections import CorrectionForm
from ..forms.stories import StoryForm
from .asking import form_status
from .stories import edit_page, settled


@bp.post("/stories/<int:article_id>/corrections/")
@staff(Role.EDITOR)
def correct_story(article_id: int) -> ResponseReturnValue:
    """Tell readers what was wrong."""
    article = article_on_desk(article_id, signed_in_account(), to_change=True)
    form = CorrectionForm()
    if not form.validate_on_submit():
        unchanged = StoryForm.of(article, by_editor=True, fresh=True)
        return edit_page(unchanged, article, form), form_status(form)
    correction = correcting.correct(article, form.text.data or "", clock.now())
    said = "Correction added. Readers see it at the foot of the story."
    return settled(article, "corrected story", said, correction.text)


@bp.post("/stories/<int:article_id>/corrections/<int:correction_id>/remove/")
@staff(Role.EDITOR)
def remove_correction(article_id: int, correction_id: int) -> ResponseReturnValue:
    """Remove a correction that was itself wrong."""
    article = article_on_desk(article_id, signed_in_account(), to_change=True)
    correction = db.get_or_404(Correction, correction_id)
    if correction.article_id != article.id:
        abort(404)
    correcting.take_back(article, correction, clock.now())
    return settled(article, "uncorrected story", "Correction removed.", correction.text)
