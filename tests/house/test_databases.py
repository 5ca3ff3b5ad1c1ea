"""The databases that every PostgreSQL test stands on."""

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.postgres import drop_database, make_database


@pytest.fixture
def original(postgres_url):
    """A database with one row."""
    url = make_database()
    with _connected(url) as connection:
        connection.execute(text("CREATE TABLE names AS SELECT 'Әсел' AS name"))
    yield url
    drop_database(url)


def test_a_copy_has_what_the_original_has_and_keeps_its_own(original):
    copy = make_database(original)
    with _connected(copy) as connection:
        assert connection.scalar(text("SELECT lower(name) FROM names")) == "әсел"
        connection.execute(text("DELETE FROM names"))
    with _connected(original) as connection:
        assert connection.scalar(text("SELECT count(*) FROM names")) == 1


def test_a_dropped_database_is_gone_even_while_someone_is_connected(original):
    copy = make_database(original)
    engine = create_engine(copy, poolclass=NullPool)
    held = engine.connect()
    drop_database(copy)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(copy.replace("+psycopg", ""))
    held.invalidate()


def _connected(url):
    return create_engine(url, poolclass=NullPool).begin()
