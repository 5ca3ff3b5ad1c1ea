"""SQLite counts a subscription that is added by what it has: a trigger for each, with a WHEN.

One trigger did all of it for every row: looked for older subscriptions to make the newest one the
only one, and added nothing to the flows of those who left. That took a fifth of adding a row, and
nearly every row that an import adds is the first of its person and open.
"""

from __future__ import annotations

from alembic import op

revision = "0076"
down_revision = "0075"

OLDER = (
    "subscriptions WHERE subscriber_id = NEW.subscriber_id AND list_id = NEW.list_id"
    " AND id < NEW.id AND is_newest = 1"
)
NO_LONGER_NEWEST = (
    "UPDATE subscriptions SET is_newest = 0 WHERE subscriber_id = NEW.subscriber_id"
    " AND list_id = NEW.list_id AND id < NEW.id AND is_newest = 1"
)
TALLY = """
INSERT INTO list_tallies (list_id, standing, source, number)
SELECT NEW.list_id, CASE WHEN NEW.ended_at IS NOT NULL THEN 'left'
    WHEN NEW.confirmed_at IS NULL THEN 'awaiting' ELSE 'confirmed' END, NEW.source, 1
WHERE NEW.is_newest ON CONFLICT DO UPDATE SET number = number + excluded.number;
"""
FLOW = """
INSERT INTO list_flows (list_id, seconds, place, flow, source, number)
SELECT NEW.list_id, {seconds}, CAST(strftime('%s', NEW.{column}) AS INTEGER) / {seconds},
    '{flow}', NEW.source, 1
WHERE NEW.confirmed_at IS NOT NULL AND NEW.{column} IS NOT NULL
ON CONFLICT DO UPDATE SET number = number + excluded.number;
"""


def flows(flow: str, column: str) -> str:
    """Counts it among those who joined, or left, on a day and in a quarter of an hour."""
    return "".join(FLOW.format(seconds=s, column=column, flow=flow) for s in (86400, 900))


JOINED, LEFT = flows("joined", "confirmed_at"), flows("left", "ended_at")

TRIGGERS = {
    "subscriptions_added": ("NEW.is_newest", TALLY),
    "subscriptions_added_again": (
        f"NEW.is_newest AND EXISTS (SELECT 1 FROM {OLDER})",  # noqa: S608 (our own names)
        f"{NO_LONGER_NEWEST};",
    ),
    "subscriptions_added_confirmed": ("NEW.confirmed_at IS NOT NULL", JOINED),
    "subscriptions_added_left": ("NEW.ended_at IS NOT NULL", LEFT),
}
ALL_IN_ONE = f"{NO_LONGER_NEWEST} AND NEW.is_newest; {TALLY} {JOINED} {LEFT}"


def upgrade() -> None:
    if _is_sqlite():
        op.execute("DROP TRIGGER subscriptions_added")
        for name, (when, body) in TRIGGERS.items():
            _make(f"{name} AFTER INSERT ON subscriptions WHEN {when}", body)


def downgrade() -> None:
    if _is_sqlite():
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        _make("subscriptions_added AFTER INSERT ON subscriptions", ALL_IN_ONE)


def _make(trigger: str, body: str) -> None:
    op.execute(f"CREATE TRIGGER {trigger} BEGIN {body} END")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
