"""The blueprint of accounts: every page of it is somebody's own, so no cache may keep one."""

from __future__ import annotations

from flask import Blueprint

from .. import web

bp = Blueprint("accounts", __name__, url_prefix="/account")
bp.after_request(web.keep_private)
