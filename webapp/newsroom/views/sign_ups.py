"""How readers come to a list from outside: its QR code, and a form for other sites."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from ...accounts.guards import signed_in_account, staff
from ...accounts.models import Role
from ..blueprint import bp
from ..inviting import TYPES, form_for_other_sites, sign_up_address, sign_up_code
from ..listkeeping import open_list


@bp.get("/lists/<int:list_id>/sign-up/")
@staff(Role.LISTS)
def sign_up(list_id: int) -> ResponseReturnValue:
    """The code to download, and the form to copy."""
    mailing_list = open_list(signed_in_account(), list_id)
    return render_template(
        "newsroom/lists/sign_up.html",
        mailing_list=mailing_list,
        address=sign_up_address(mailing_list),
        markup=form_for_other_sites(mailing_list),
    )


@bp.get("/lists/<int:list_id>/sign-up.<any(svg, png):kind>")
@staff(Role.LISTS)
def sign_up_picture(list_id: int, kind: str) -> ResponseReturnValue:
    """The code as a picture."""
    mailing_list = open_list(signed_in_account(), list_id)
    name = f'inline; filename="{mailing_list.slug}.{kind}"'
    picture = sign_up_code(mailing_list, kind)
    return Response(picture, mimetype=TYPES[kind], headers={"Content-Disposition": name})
