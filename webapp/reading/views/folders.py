"""A reader’s folders, and what stands in them: notes and places."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...accounts.guards import signed_in
from ...extensions import db
from ...web import safe_next
from .. import saving, shelving
from ..blueprint import bp
from ..keeping_forms import FolderForm, NoteForm
from ..listing import cards_of


@bp.route("/account/saved/folders/", methods=["GET", "POST"])
@signed_in
def folders() -> ResponseReturnValue:
    """The reader’s folders; make another."""
    form = FolderForm()
    if form.validate_on_submit() and form.does(shelving.make, current_user.id, form.name.data):
        db.session.commit()
        flash(f"Made the folder “{form.name.data}”.", "done")
        return redirect(url_for("reading.folders"))
    shelves = shelving.shelves_of(current_user.id)
    page = render_template("reading/folders.html", form=form, shelves=shelves)
    return page, 422 if form.errors else 200


@bp.route("/account/saved/folders/<int:folder_id>/", methods=["GET", "POST"])
@signed_in
def folder(folder_id: int) -> ResponseReturnValue:
    """Rename a folder."""
    found = db.first_or_404(shelving.folder_of(current_user.id, folder_id))
    name, form = found.name, FolderForm(obj=found)
    if form.validate_on_submit() and form.does(shelving.rename, found, form.name.data):
        db.session.commit()
        flash(f"The folder is called “{form.name.data}” now.", "done")
        return redirect(url_for("reading.folders"))
    page = render_template("reading/folder.html", form=form, folder_id=folder_id, name=name)
    return page, 422 if form.errors else 200


@bp.post("/account/saved/folders/<int:folder_id>/delete/")
@signed_in
def delete_folder(folder_id: int) -> ResponseReturnValue:
    """Take a folder away; its stories stay."""
    found = db.first_or_404(shelving.folder_of(current_user.id, folder_id))
    shelving.delete(found)
    db.session.commit()
    flash(f"Deleted the folder “{found.name}”. Its stories stand without a folder now.", "done")
    return redirect(url_for("reading.folders"))


@bp.route("/account/saved/<int:article_id>/note/", methods=["GET", "POST"])
@signed_in
def note(article_id: int) -> ResponseReturnValue:
    """Write a note on a kept story, and choose its folder."""
    article = db.first_or_404(cards_of([article_id]))
    kept = saving.kept(current_user.id, article_id) or abort(404)
    back = safe_next(url_for("reading.saved"))
    form = NoteForm(note=kept.note, folder=kept.folder_id or shelving.UNFILED)
    form.offer(db.session.scalars(shelving.folders_of(current_user.id)))
    if form.validate_on_submit():
        kept.note = form.note.data or ""
        kept.folder_id = form.folder.data or None
        db.session.commit()
        return redirect(back)
    page = render_template("reading/note.html", form=form, article=article, back=back)
    return page, 422 if form.errors else 200
