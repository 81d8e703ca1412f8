"""`python -m tests.flows.update_locales`: brings content/locales/*.po in line with what is said, translations kept."""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.flows.msgids import ROOT, msgids

HEADER = "# Lời của Cầm Tay: msgid là câu tiếng Việt trong mã và trang, msgstr là bản dịch."
DAY = datetime(2026, 11, 24, tzinfo=UTC)


def update(path: Path) -> list[str]:
    """The sentences of the rewritten file that still wait for a translation."""
    with path.open("rb") as file:
        known = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    said = msgids()
    catalog = Catalog(
        locale=path.stem,
        header_comment=HEADER,
        project="camtay",
        version="1",
        msgid_bugs_address="(kho mã)",
        last_translator="Cầm Tay",
        language_team=path.stem,
        creation_date=DAY,
        revision_date=DAY,
        fuzzy=False,
    )
    for source in sorted(said, key=lambda source: (said[source], source)):
        catalog.add(source, known.get(source, ""), locations=[(said[source], 0)])
    written = io.BytesIO()
    write_po(written, catalog, width=120, include_lineno=False)
    path.write_bytes(written.getvalue())
    return [source for source in said if not known.get(source)]


if __name__ == "__main__":
    for po_file in sorted((ROOT / "content" / "locales").glob("*.po")):
        waiting = update(po_file)
        print(f"{po_file.name}: {len(waiting)} câu chưa dịch", *waiting, sep="\n  ")
