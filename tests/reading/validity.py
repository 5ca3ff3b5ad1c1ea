"""Documents for machines, held against schemas: our own, and those of sitemaps.org and Google."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

OWN = Path(__file__).parent / "schemas"
GIVEN = "MASTHEAD_TEST_SITEMAP_XSD"
WHY_NOT = f"{GIVEN} names no folder with the schemas of sitemaps.org and Google, which are not ours to keep here"


def checked(document: bytes, name: str):
    """The document’s root, valid by our own schema of that name."""
    tree = etree.fromstring(document)
    schema = etree.RelaxNG(etree.parse(OWN / f"{name}.rng"))
    assert schema.validate(tree), schema.error_log
    return tree


def official(name: str):
    """Their schema, from the folder that GIVEN names; skips when there is none."""
    path = Path(os.environ.get(GIVEN, "")) / name
    if not path.is_file():
        pytest.skip(WHY_NOT)
    return etree.XMLSchema(etree.parse(path))
