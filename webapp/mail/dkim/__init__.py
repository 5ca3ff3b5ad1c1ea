"""DKIM (RFC 6376, 8463): keys of the paper, what is published of them, and signing with them."""

from __future__ import annotations
