"""Letting a browser in, and forgetting whose it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from werkzeug import Response

from ... import clock, web
from ...extensions import db
from .. import entering, noting, remembering, signing_in
from ..guards import current_account
from ..models import Account, Factor, What
from ..passwords import slowing
from ..rights import agreeing

HALF_WAY = "half_way"  # who showed a first factor in this browser, in its own cookie
HALF_WAY_LASTS = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class HalfWay:
    """Whoever showed a first factor, and what is kept until the second comes."""

    account: Account
    factors: tuple[Factor, ...]
    remember: bool


def half_way() -> HalfWay | None:
    """Who may show a second factor in this browser now.

    Nobody once ten minutes are over, or when links of the account ended since: its password was
    changed, say. What the cookie says was signed by us, and names the account as it was.
    """
    begun = session.get(HALF_WAY)
    if begun is None or clock.now().timestamp() - begun["at"] > HALF_WAY_LASTS.total_seconds():
        return None
    account = db.session.get(Account, begun["account"])
    if account is None or not account.is_active or account.link_version != begun["version"]:
        return None
    return HalfWay(account, tuple(map(Factor, begun["factors"])), begun["remember"])


def let_in(account: Account, *factors: Factor, remember: bool) -> ResponseReturnValue:
    """Sign in whoever showed ``factors``, or ask for the account's second factor first.

    Every way into an account ends here.
    """
    fallback = url_for("accounts.account")
    if entering.asks_for_more(account, factors):
        session[HALF_WAY] = {
            "account": account.id,
            "version": account.link_version,
            "factors": [*factors],
            "remember": remember,
            "at": clock.now().timestamp(),
        }
        db.session.commit()
        return redirect(url_for("accounts.second_step", next=web.safe_next(fallback)))
    is_new = remembering.is_new_to(account, browser_cookie())
    open_browser(account, *factors, remember=remember)
    noting.note(account, What.SIGNED_IN, web.visit(), " + ".join(factors), tell=is_new)
    if Factor.PASSWORD not in factors:
        slowing.forget(account.email)
    answer = redirect(_way_on(account, web.safe_next(fallback)))
    remember_browser(answer, account)
    db.session.commit()
    return answer


def _way_on(account: Account, goal: str) -> str:
    """Where somebody goes who just signed in: what has to be decided stands on the way."""
    if account.erase_after:
        return url_for("accounts.leaving", next=goal)
    return url_for("accounts.privacy", next=goal) if agreeing.has_to_agree(account) else goal


def open_browser(account: Account, *factors: Factor, remember: bool) -> None:
    """Sign this browser in under a new secret; its old session and cookie do not live on."""
    before = current_account()
    if before and before.current_session:
        before.current_session.end()
    session.clear()
    signing_in.start(account, web.visit(), *factors, remember=remember)
    session.permanent = remember
    login_user(account)


def renew_browser(account: Account, *factors: Factor) -> None:
    """Note what the owner just showed, and let the session go on under a new secret.

    A secret that was copied before its rights were raised does not rise with them.
    """
    if account.current_session:
        account.current_session.prove(*factors)
        signing_in.renew(account, account.current_session)
        login_user(account)


def close_browser() -> None:
    """Forget on this browser whose it was."""
    logout_user()
    session.clear()


def browser_cookie() -> str:
    """What this browser is known by if it opened an account before, signed in or not."""
    return request.cookies.get(_cookie_name(), "")


def browser_or_network() -> str:
    """Whom the limit on signing in counts together: a known browser by itself."""
    return remembering.device_of(browser_cookie()) or web.network()


def _cookie_name() -> str:
    """The name of the cookie by which a browser is known again, signed in or not."""
    return "__Host-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "browser"


def remember_browser(answer: Response, account: Account) -> None:
    """Let the browser be known again as one that opened the account."""
    answer.set_cookie(
        _cookie_name(),
        remembering.with_account(browser_cookie(), account),
        max_age=remembering.REMEMBERED,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
