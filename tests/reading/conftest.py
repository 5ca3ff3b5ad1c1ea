"""What tests of the paper need besides the app."""

from __future__ import annotations

import pytest

from tests.makers import make_section
from webapp.reading.furnishing import furnish


@pytest.fixture
def furnished(filled):
    """A paper with the sections and pages of the model."""
    with filled():
        furnish()


@pytest.fixture
def nation(filled):
    """The id of a section with a strip and a place in the bar."""
    with filled():
        return make_section(bar_position=1, strip_position=1).id
