"""Segments: keep what was looked for under a name, and see who meets it now."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import web
from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ...campaigns.segments import finding
from ...campaigns.segments.conditions import Conditions, sentence
from ...extensions import db
from ..acting import offered_to
from ..auditing import record
from ..blueprint import bp
from ..filtering import Names, allowed, arguments, names_for
from ..forms.lists import ExportForm
from ..forms.segments import SegmentForm
from ..giving import answer, of_segment
from ..segmenting import conditions_of, keep, remove, segment_of, segments_of, told
from .asking import asked_conditions, form_status


@bp.get("/segments/")
@staff(Role.LISTS)
def segments() -> ResponseReturnValue:
    """Every segment, by name."""
    account = signed_in_account()
    names = names_for(account)
    rows = [(one, told(one, names)) for one in segments_of(account)]
    return render_template("newsroom/segments/index.html", rows=rows)


@bp.route("/segments/new/", methods=["GET", "POST"])
@staff(Role.LISTS)
def new_segment() -> ResponseReturnValue:
    """Keep the conditions of the address under a name."""
    account, form = signed_in_account(), SegmentForm()
    names = names_for(account)
    conditions = allowed(account, asked_conditions(), names)
    if not form.validate_on_submit() or not (kept := keep(form, conditions, account)):
        return naming_page(form, conditions, names), form_status(form)
    record(account, "made segment", kept.name, web.visit(), told(kept, names))
    db.session.commit()
    flash(f"Kept. {kept.name} is offered where letters are written.", "done")
    return redirect(url_for(".segment", segment_id=kept.id))


@bp.get("/segments/<int:segment_id>/")
@staff(Role.LISTS)
def segment(segment_id: int) -> ResponseReturnValue:
    """A segment: its conditions, and how many meet them now."""
    account = signed_in_account()
    found = segment_of(account, segment_id)
    conditions = conditions_of(found)
    shown = {"number": finding.count(conditions), "kept": arguments(conditions)}
    words, offered = told(found, names_for(account)), offered_to(account)
    return render_template(
        "newsroom/segments/show.html", segment=found, sentence=words, offered=offered, **shown
    )


@bp.route("/segments/<int:segment_id>/export/", methods=["GET", "POST"])
@staff(Role.LISTS)
def export_segment(segment_id: int) -> ResponseReturnValue:
    """Those in a segment as a file. It is a POST, since it is noted who took the addresses."""
    account, form = signed_in_account(), ExportForm()
    found = segment_of(account, segment_id)
    if not form.validate_on_submit():
        shown = {"segment": found, "name": found.name, "form": form}
        return render_template("newsroom/lists/export.html", **shown), form_status(form)
    who, kind = form.who.data, form.kind.data
    record(account, "exported segment", found.name, web.visit(), who)
    db.session.commit()
    wanted = of_segment(found, account, everybody=who == "all")
    return answer(wanted, f"segment-{segment_id}", kind)


@bp.post("/segments/<int:segment_id>/remove/")
@staff(Role.LISTS)
def remove_segment(segment_id: int) -> ResponseReturnValue:
    """Forget a segment."""
    account = signed_in_account()
    found = segment_of(account, segment_id)
    remove(found)
    record(account, "removed segment", found.name, web.visit())
    db.session.commit()
    flash(f"Removed. {found.name} is no segment any more; nobody’s subscription changed.", "done")
    return redirect(url_for(".segments"))


def naming_page(form: SegmentForm, conditions: Conditions, names: Names) -> str:
    """The page that asks for a name, with who would be meant."""
    shown = {
        "form": form,
        "sentence": sentence(conditions, names.lists, names.letters),
        "number": finding.count(conditions),
        "kept": arguments(conditions),
    }
    return render_template("newsroom/segments/new.html", **shown)
