"""Guards: who may open a view. Each marks its view, so that a test can list what is guarded."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, has_request_context, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import web
from ..extensions import login_manager
from . import entering
from .models import Account, Role

View = Callable[..., ResponseReturnValue]
STAFF = tuple(role for role in Role if role is not Role.READER)


def current_account() -> Account | None:
    """The signed-in account; None for an anonymous visit and outside of requests."""
    if not has_request_context() or not isinstance(current_user, Account):
        return None
    account: Account = current_user._get_current_object()  # noqa: SLF001 (the way out of a LocalProxy)
    return account


def signed_in_account() -> Account:
    """The account in a view that is guarded."""
    account = current_account()
    if account is None:
        abort(403)
    return account


def signed_in(view: View) -> View:
    """Open the view to anyone who is signed in; everybody else meets the sign-in page."""
    return _guarded(view, "signed_in", lambda _account: True)


def proven_lately(view: View) -> View:
    """Open the view to who is signed in and proved to be there within the last ten minutes.

    Everybody else who is signed in proves it once more, and comes back here. So does who has a
    second factor and has not shown it in this browser: a session from before it was added, say.
    """

    @wraps(view)
    def proven(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        account = signed_in_account()
        session = account.current_session
        lately = session is not None and session.is_proven_lately
        if session is None or not lately or entering.asks_for_more(account, session.proofs):
            return redirect(url_for("accounts.prove", next=web.way_back()))
        return view(*args, **kwargs)

    return _guarded(proven, "proven_lately", lambda _account: True)


def staff(*roles: str) -> Callable[[View], View]:
    """Open the view to staff with one of ``roles`` (none given: any staff) and to owners.

    Who is not signed in meets the sign-in page; who is, but without the role, is refused (403).
    Whoever has not shown a second factor on this browser, or not for a working day, shows it first,
    or adds one, and comes back.
    """
    allowed = roles or STAFF

    def guard(view: View) -> View:
        @wraps(view)
        def strong(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            session = signed_in_account().current_session
            if session is None or not session.opens_newsroom:
                return redirect(url_for("accounts.second_factor", next=web.way_back()))
            return view(*args, **kwargs)

        return _guarded(strong, " ".join(["staff", *roles]), lambda account: account.may(*allowed))

    return guard


def _guarded(view: View, guarded_by: str, allows: Callable[[Account], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        account = current_account()
        if account is None:
            return web.keep_private(to_sign_in())
        if not allows(account):
            abort(403)
        return web.keep_private(make_response(view(*args, **kwargs)))

    guarded.guarded_by = guarded_by  # type: ignore[attr-defined]
    return guarded


@login_manager.unauthorized_handler
def to_sign_in() -> Response:
    """The way to the sign-in page, and back here afterwards."""
    return make_response(redirect(url_for("accounts.sign_in", next=web.way_back())))
