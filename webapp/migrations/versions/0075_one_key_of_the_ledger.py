"""A recipient is found by subscriber and campaign in one index, which is the unique key itself.

Every state that a delivery takes on writes each index of the ledger anew. The key began with the
campaign, as the index of states does as well, and a person’s letters needed an index of their own.

SQLite keeps a unique key within its table, so the ledger is copied there, in one transaction and
with its keys on. To drop a table that others name would delete their rows first: the stories of
deliveries are copied too, beside the new ledger, and each old table is dropped when none names it.
"""

from __future__ import annotations

from alembic import op

revision = "0075"
down_revision = "0073"

BY_CAMPAIGN = ("campaign_id", "subscriber_id")
BY_SUBSCRIBER = ("subscriber_id", "campaign_id")
PERSONS = "ix_deliveries_subscriber_id"
COLUMNS = (
    "id, campaign_id, subscriber_id, list_id, email, state, reason, claimed_by, lease_ends_at,"
    " next_try_at, held_for, tries, settled_at, reply"
)

LEDGER = """
CREATE TABLE new_deliveries (
    id INTEGER NOT NULL,
    campaign_id INTEGER NOT NULL,
    subscriber_id INTEGER NOT NULL,
    list_id INTEGER,
    email VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    claimed_by VARCHAR NOT NULL,
    lease_ends_at DATETIME,
    next_try_at DATETIME,
    held_for VARCHAR DEFAULT '' NOT NULL,
    tries INTEGER NOT NULL,
    settled_at DATETIME,
    reply VARCHAR NOT NULL,
    CONSTRAINT pk_deliveries PRIMARY KEY (id),
    CONSTRAINT fk_deliveries_campaign_id_campaigns
        FOREIGN KEY (campaign_id) REFERENCES campaigns (id),
    CONSTRAINT fk_deliveries_subscriber_id_subscribers
        FOREIGN KEY (subscriber_id) REFERENCES subscribers (id),
    CONSTRAINT fk_deliveries_list_id_mailing_lists
        FOREIGN KEY (list_id) REFERENCES mailing_lists (id),
    CONSTRAINT {name} UNIQUE ({columns})
)
"""
STORIES = """
CREATE TABLE new_delivery_stories (
    delivery_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_delivery_stories PRIMARY KEY (delivery_id, article_id),
    CONSTRAINT fk_delivery_stories_delivery_id_deliveries
        FOREIGN KEY (delivery_id) REFERENCES new_deliveries (id) ON DELETE CASCADE,
    CONSTRAINT fk_delivery_stories_article_id_articles
        FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
)
"""
# Renamed, the new ledger takes along the key that names it.
COPY = (
    f"INSERT INTO new_deliveries ({COLUMNS}) SELECT {COLUMNS} FROM deliveries ORDER BY id",  # noqa: S608 (our own names)
    STORIES,
    (
        "INSERT INTO new_delivery_stories"
        " SELECT delivery_id, article_id, position FROM delivery_stories"
    ),
    "DROP TABLE delivery_stories",
    "DROP TABLE deliveries",
    "ALTER TABLE new_deliveries RENAME TO deliveries",
    "ALTER TABLE new_delivery_stories RENAME TO delivery_stories",
    "CREATE INDEX ix_deliveries_state ON deliveries (campaign_id, state, next_try_at, id)",
    "CREATE INDEX ix_deliveries_leases ON deliveries (lease_ends_at) WHERE state = 'claimed'",
    (
        "CREATE INDEX ix_deliveries_held ON deliveries (campaign_id, held_for, id)"
        " WHERE held_for <> '' AND state = 'deferred'"
    ),
    "CREATE INDEX ix_delivery_stories_article_id ON delivery_stories (article_id)",
)


def upgrade() -> None:
    if _is_postgresql():
        op.create_unique_constraint(_key(BY_SUBSCRIBER), "deliveries", list(BY_SUBSCRIBER))
        op.drop_constraint(_key(BY_CAMPAIGN), "deliveries")
        op.drop_index(PERSONS, "deliveries")
    else:
        _copy(BY_SUBSCRIBER)


def downgrade() -> None:
    if _is_postgresql():
        op.create_unique_constraint(_key(BY_CAMPAIGN), "deliveries", list(BY_CAMPAIGN))
        op.drop_constraint(_key(BY_SUBSCRIBER), "deliveries")
    else:
        _copy(BY_CAMPAIGN)
    op.create_index(PERSONS, "deliveries", ["subscriber_id"])


def _copy(columns: tuple[str, str]) -> None:
    op.execute(LEDGER.format(name=_key(columns), columns=", ".join(columns)))
    for statement in COPY:
        op.execute(statement)


def _key(columns: tuple[str, str]) -> str:
    return f"uq_deliveries_{'_'.join(columns)}"


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
