"""The tables grow from nothing and from every version before, and end as the code describes them."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from storage import tables
from storage.database import current_version, migrate, open_engine
from storage.migrations import HEAD


def versions() -> list[str]:
    """The versions there are, oldest first."""
    script = ScriptDirectory("storage/migrations")
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def test_an_empty_database_gets_the_newest_tables(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    assert current_version(engine) == HEAD == versions()[-1]
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert [difference for difference in found if difference[0] in {"add_table", "add_column", "remove_column"}] == []
    engine.dispose()


def test_each_version_leads_to_the_next_and_keeps_what_was_there(url: str) -> None:
    engine = open_engine(url)
    migrate(engine, versions()[0])
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO channel_state (channel, key, value) VALUES ('zalo-oa', 'k', '\"giữ\"')")
    for version in versions()[1:]:
        migrate(engine, version)
        assert current_version(engine) == version
    with engine.connect() as connection:
        kept: str = connection.exec_driver_sql("SELECT value FROM channel_state WHERE key = 'k'").scalar_one()
    assert kept == '"giữ"'
    engine.dispose()


def test_every_table_is_known_to_this_test() -> None:
    assert tables.InboundRow.__tablename__ in SQLModel.metadata.tables
