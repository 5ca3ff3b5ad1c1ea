"""Verifying signatures by dkimpy, which is told what a pair publishes."""

from __future__ import annotations

import importlib

from webapp.mail.dkim import publishing


def verifies(message, pair, domain="astanatimes.example", which=0):
    """Whether the signature number ``which``, counted from the top, is good."""
    dkimpy = importlib.import_module("dkim")  # wanted only where a signature is verified
    texts = {r.name: r.text.encode() for r in publishing.records(pair, domain)}

    def dns(name, timeout=5):
        return texts.get(name.decode().rstrip("."))

    try:
        return dkimpy.DKIM(message).verify(which, dnsfunc=dns)
    except dkimpy.ValidationError:  # the body is another
        return False
