"""Pictures of lists, each with its numbers: how people join, confirm and leave, and the overlap."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ..blueprint import bp
from ..listkeeping import list_of, lists_of
from ..sketching import common_of, confirming_of, flows_of


@bp.get("/lists/<int:list_id>/charts/")
@staff(Role.LISTS)
def list_charts(list_id: int) -> ResponseReturnValue:
    """Joins and leaves by source, the share of those who confirm, and how soon they do."""
    mailing_list = list_of(signed_in_account(), list_id)
    return render_template(
        "newsroom/lists/charts.html",
        mailing_list=mailing_list,
        flows=flows_of(mailing_list),
        confirming=confirming_of(mailing_list),
    )


@bp.get("/lists/overlap/")
@staff(Role.LISTS)
def overlap() -> ResponseReturnValue:
    """How many people each two lists have in common."""
    lists = lists_of(signed_in_account())
    return render_template("newsroom/lists/overlap.html", lists=lists, common=common_of(lists))
