"""What an operator can set is told where an operator looks."""

import re
from itertools import accumulate
from pathlib import Path

from bot.settings import Settings

README = Path(__file__).parents[2] / "README.md"
ROW = re.compile(r"^\| `(CAMTAY_\w+)`(.*?) \|", re.MULTILINE)


def told() -> set[str]:
    """The variables of the README's table; `_API` after `CAMTAY_ZALO_APP_ID` shares as much of its name as is right."""
    names: set[str] = set()
    for first, others in ROW.findall(README.read_text(encoding="utf-8")):
        beginnings = list(accumulate(first.split("_")[:-1], lambda before, part: f"{before}_{part}"))
        for name in re.findall(r"`(\w+)`", others):
            names |= {name} if name.startswith("CAMTAY_") else {f"{beginning}{name}" for beginning in beginnings}
        names.add(first)
    return names


def test_the_readme_tells_every_setting() -> None:
    assert {f"CAMTAY_{name.upper()}" for name in Settings.model_fields} <= told()
