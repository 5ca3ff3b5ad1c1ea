"""Second factors, security events, changes that take days, keepers of lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Columns are added in place: SQLite would empty the tables that point to one it builds anew.
    op.add_column("accounts", sa.Column("passkey_handle", sa.LargeBinary()))
    op.create_index("ix_accounts_passkey_handle", "accounts", ["passkey_handle"], unique=True)
    op.add_column(
        "accounts", sa.Column("privacy_version", sa.String(), nullable=False, server_default="")
    )
    op.add_column("accounts", sa.Column("privacy_agreed_at", sa.DateTime(timezone=True)))
    op.add_column("accounts", sa.Column("erase_after", sa.DateTime(timezone=True)))
    op.create_index("ix_accounts_erase_after", "accounts", ["erase_after"])
    _add_proofs_of_sessions()
    _create_factors()
    _create_events()
    _create_changes()
    _create_keepers()


def _add_proofs_of_sessions() -> None:
    with op.batch_alter_table("account_sessions") as sessions:
        sessions.add_column(sa.Column("factors", sa.String(), nullable=False, server_default=""))
        sessions.add_column(
            sa.Column(
                "proven_at",
                sa.DateTime(timezone=True),
                nullable=False,
                server_default="2000-01-01 00:00:00+00:00",
            )
        )
    with op.batch_alter_table("account_sessions") as sessions:
        sessions.alter_column("proven_at", server_default=None)


def _create_factors() -> None:
    op.create_table(
        "passkeys",
        *_of_account("passkeys"),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _time("added_at"),
        _time("last_used_at", nullable=True),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_table(
        "authenticators",
        *_of_account("authenticators"),
        sa.Column("secret", sa.String(), nullable=False),
        _time("added_at"),
        _time("confirmed_at", nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        _time("last_used_at", nullable=True),
        sa.UniqueConstraint("account_id", name=op.f("uq_authenticators_account_id")),
    )
    op.create_table(
        "recovery_codes",
        *_of_account("recovery_codes"),
        sa.Column("code_hash", sa.String(), nullable=False),
        _time("used_at", nullable=True),
    )
    op.create_table(
        "mail_codes",
        *_of_account("mail_codes"),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        _time("asked_at"),
        _time("expires_at"),
        sa.Column("tries", sa.Integer(), nullable=False),
        _time("used_at", nullable=True),
    )
    op.create_index("ix_mail_codes_expires_at", "mail_codes", ["expires_at"])
    for table in ("passkeys", "recovery_codes", "mail_codes"):
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])


def _create_events() -> None:
    op.create_table(
        "security_events",
        *_of_account("security_events"),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("network_address", sa.String(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        _time("at"),
    )
    op.create_index("ix_security_events_account_id_at", "security_events", ["account_id", "at"])


def _create_changes() -> None:
    op.create_table(
        "address_changes",
        *_of_account("address_changes"),
        sa.Column("old_email", sa.String(), nullable=False),
        sa.Column("new_email", sa.String(), nullable=False),
        _time("changed_at"),
        _time("restored_at", nullable=True),
    )
    op.create_table(
        "data_exports",
        *_of_account("data_exports"),
        _time("asked_at"),
        _time("made_at", nullable=True),
        _time("expires_at", nullable=True),
        sa.Column("archive", sa.LargeBinary()),
    )
    op.create_index("ix_data_exports_expires_at", "data_exports", ["expires_at"])
    for table in ("address_changes", "data_exports"):
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("lists", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.Integer()),
        *(_time(name) for name in ("invited_at", "expires_at")),
        *(_time(name, nullable=True) for name in ("taken_at", "withdrawn_at")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["accounts.id"],
            name=op.f("fk_invitations_invited_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("email", name=op.f("uq_invitations_email")),
    )
    op.create_index("ix_invitations_invited_by_id", "invitations", ["invited_by_id"])


def _create_keepers() -> None:
    op.create_table(
        "list_keepers",
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        _belongs_to("list_keepers", "list_id", "mailing_lists"),
        _belongs_to("list_keepers", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("list_id", "account_id", name=op.f("pk_list_keepers")),
    )
    op.create_index("ix_list_keepers_account_id", "list_keepers", ["account_id"])


def _of_account(table: str) -> tuple[sa.Column[int] | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _belongs_to(table, "account_id", "accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _belongs_to(table: str, column: str, owners: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{owners}.id"],
        name=op.f(f"fk_{table}_{column}_{owners}"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in (
        "list_keepers",
        "invitations",
        "data_exports",
        "address_changes",
        "security_events",
        "mail_codes",
        "recovery_codes",
        "authenticators",
        "passkeys",
    ):
        op.drop_table(table)
    with op.batch_alter_table("account_sessions") as sessions:
        sessions.drop_column("proven_at")
        sessions.drop_column("factors")
    for index in ("erase_after", "passkey_handle"):
        op.drop_index(f"ix_accounts_{index}", "accounts")
    for column in ("erase_after", "privacy_agreed_at", "privacy_version", "passkey_handle"):
        op.drop_column("accounts", column)
