"""Documents for machines, held against schemas: our own, and those of sitemaps.org and Google."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

OWN = Path(__file__).parent / "schemas"
GIVEN = "MASTHEAD_TEST_SITEMAP_XSD"
BESIDE = Path(__file__).parents[3] / "shared" / "data" / "sitemap-xsd"
WHY_NOT = (
    "The schemas of sitemaps.org and Google are not ours to keep, and are not beside the project."
)


def checked(document: bytes, name: str):
    """The document’s root, valid by our own schema of that name."""
    tree = etree.fromstring(document)
    schema = etree.RelaxNG(etree.parse(OWN / f"{name}.rng"))
    assert schema.validate(tree), schema.error_log
    return tree


def official(name: str):
    """Their schema, from the folder that GIVEN names or beside the project; skips without it."""
    path = Path(os.environ.get(GIVEN, BESIDE)) / name
    if not path.is_file():
        pytest.skip(WHY_NOT)
    return etree.XMLSchema(etree.parse(path))
