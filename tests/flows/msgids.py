"""Every sentence the product says, as its source stands in code and pages."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[2]
KEYWORDS = {"say": None, "phrase": None}
IN_PAGES = re.compile(r"""\bsay\(\s*(["'])(.*?)(?<!\\)\1""", re.DOTALL)
HIDDEN = re.compile(r"""\{[^{}"]*\bsay\('""")  # inside an f-string Babel sees nothing


def msgids() -> dict[str, str]:
    """Each sentence with the file it was first found in."""
    found: dict[str, str] = {}
    for folder in ("flows", "bot", "storage"):
        for name, _, message, _, _ in extract_from_dir(
            str(ROOT / folder), method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            found.setdefault(str(message), f"{folder}/{name}")
    for page in pages():
        for match in IN_PAGES.finditer(page.read_text(encoding="utf-8")):
            found.setdefault(match.group(2), page.relative_to(ROOT).as_posix())
    return found


def pages() -> Iterator[Path]:
    """The templates whose sentences are translated."""
    return (path for path in sorted((ROOT / "bot").rglob("*.html")))


def hidden_sentences() -> list[str]:
    """Places where a sentence stands inside an f-string."""
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for folder in ("flows", "bot", "storage")
        for path in (ROOT / folder).rglob("*.py")
        for match in HIDDEN.finditer(path.read_text(encoding="utf-8"))
    ]
