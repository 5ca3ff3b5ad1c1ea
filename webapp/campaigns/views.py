"""The archive: every letter of a public list, without anything personal, and the page of a list."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from .. import web
from ..accounts.guards import signed_in, signed_in_account
from ..extensions import db
from ..paging import Paged, Row, page_number, page_of
from ..reading.edition.sharing import same_for_all
from ..reading.mapping import Place
from ..subscriptions import inviting
from ..subscriptions.models import MailingList, has_page, subscriber_by_email
from . import archiving
from .archiving import Issue, shelves
from .blueprint import bp
from .heading import LETTER
from .models import Campaign, issue_of, issues
from .sampling import sample_of
from .stories import bringing


@bp.get("/newsletters/")
@same_for_all()
def newsletters() -> str:
    """The lists with their issues."""
    return render_template("campaigns/newsletters.html", shelves=shelves())


@bp.get("/newsletters/<slug:slug>/")
@same_for_all("page")
def list_(slug: str) -> str:
    """What a list promises, a sample, how to get it, and every issue."""
    mailing_list = _list(slug)
    shown = {"sample": sample_of(mailing_list), "page": _asked_page(mailing_list)}
    return render_template("campaigns/list.html", mailing_list=mailing_list, **shown)


@bp.get("/newsletters/<slug:slug>/feed/", defaults={"form": "rss"})
@bp.get("/newsletters/<slug:slug>/feed/<any(atom):form>/")
@same_for_all()
def list_feed(slug: str, form: str) -> Response:
    """The newest letters of a list, for feed readers."""
    found = archiving.feed(_list(slug), form)
    return web.if_changed(Response(found.xml, content_type=found.content_type), found.changed_at)


@bp.get("/sitemap/lists.xml")
@same_for_all()
def sitemap_of_lists() -> Response:
    """The pages of lists."""
    return _sitemap(archiving.list_places())


@bp.get("/sitemap/letters-<int(min=1, max=200000):number>.xml")
@same_for_all()
def sitemap_of_letters(number: int) -> Response:
    """The letters of one range of ids."""
    return _sitemap(archiving.letter_places(number))


@bp.get("/newsletters/<slug:slug>/<int:number>/")
@same_for_all()
def issue(slug: str, number: int) -> str:
    """One issue, as everyone got it."""
    campaign = db.session.scalars(issue_of(slug, number)).one_or_none()
    return _letter(campaign)


@bp.get("/letters/read/<mark>/")
def read_letter(mark: str) -> Response:
    """One letter of a list without a page, for whom it reached; nothing in it is personal."""
    campaign = db.session.get(Campaign, LETTER.read(mark))
    if campaign is None or campaign.issue is None:
        abort(404)
    page = render_template("campaigns/issue.html", campaign=campaign, issue=Issue(campaign))
    return web.keep_private(make_response(page))


@bp.get("/account/letters/stories/")
@signed_in
def own_stories() -> ResponseReturnValue:
    """The stories that letters brought whoever is signed in, at the address they have proven."""
    account = signed_in_account()
    found = account.confirmed_at and db.session.scalar(subscriber_by_email(account.email))
    page = _asked(bringing.sent_to(found.id if found else 0))
    return web.keep_private(make_response(render_template("campaigns/own_stories.html", page=page)))


@bp.get("/newsletters/<slug:slug>/sample/")
@same_for_all()
def sample(slug: str) -> str:
    """The letter that shows what a list is like, be it sent or not."""
    return _letter(sample_of(_list(slug)))


@bp.get("/subscribe/invited/<token>/")
def invited(token: str) -> Response:
    """The page of a private list, for whom its invitation reached."""
    mailing_list = inviting.invited_to(token)
    shown = {"sample": sample_of(mailing_list), "page": None, "invitation": token}
    page = render_template("campaigns/list.html", mailing_list=mailing_list, **shown)
    return web.keep_private(make_response(page))


@bp.get("/subscribe/invited/<token>/sample/")
def invited_sample(token: str) -> Response:
    """The sample of a private list, for the same."""
    page = _letter(sample_of(inviting.invited_to(token)), invitation=token)
    return web.keep_private(make_response(page))


def _list(slug: str) -> MailingList:
    found: MailingList = db.first_or_404(
        select(MailingList).where(MailingList.slug == slug, has_page())
    )
    return found


def _sitemap(places: list[Place]) -> Response:
    """A sitemap; 404 without any place, for it must have one."""
    document = render_template("reading/sitemap.xml", places=places or abort(404))
    return web.if_changed(Response(document, content_type="application/xml; charset=utf-8"))


def _letter(campaign: Campaign | None, invitation: str = "") -> str:
    if campaign is None:
        abort(404)
    shown = {"campaign": campaign, "issue": Issue(campaign), "invitation": invitation}
    return render_template("campaigns/issue.html", **shown)


def _asked_page(mailing_list: MailingList) -> Paged[Campaign]:
    return _asked(issues().where(Campaign.list_id == mailing_list.id))


def _asked(query: Select[Row]) -> Paged[Row]:
    """The page of ``query`` that the address asks for; 404 when there is none."""
    number = page_number(request.args.get("page"))
    found = page_of(query, number or 1)
    if number is None or not found.exists:
        abort(404)
    return found
