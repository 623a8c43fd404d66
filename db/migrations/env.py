"""Alembic's entry: runs on the live connection handed over, or offline to print the SQL of another database."""

from typing import cast

from alembic import context
from sqlalchemy import Connection

from db.tables import Base

connection = cast("Connection | None", context.config.attributes.get("connection"))
if connection is not None:
    # SQLite alters tables by copying them; transactional DDL holds for both databases
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True)
else:
    context.configure(
        dialect_name=context.config.get_main_option("dialect_name"), target_metadata=Base.metadata, literal_binds=True, as_sql=True
    )
with context.begin_transaction():
    context.run_migrations()
