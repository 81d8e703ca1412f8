"""What an operator can set is told where an operator looks."""

import re
from itertools import accumulate
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

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


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CAMTAY_DATA_DIR", str(tmp_path))


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("line", "origins"),
    [
        ("https://xa-a.gov.vn", ("https://xa-a.gov.vn",)),
        (" https://xa-a.gov.vn/  http://10.0.0.5:8000 ", ("https://xa-a.gov.vn", "http://10.0.0.5:8000")),
        ("https://xa-a.gov.vn, https://xa-b.gov.vn", ("https://xa-a.gov.vn", "https://xa-b.gov.vn")),
        ("", ()),
    ],
)
def test_the_sites_that_may_embed_the_chat_stand_in_one_line(
    monkeypatch: pytest.MonkeyPatch, line: str, origins: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CAMTAY_EMBED_ORIGINS", line)
    assert read_settings().embed_origins == origins


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("line", ["*", "xa-a.gov.vn", "https://xa-a.gov.vn; script-src *", "https://xa-a.gov.vn/trang"])
def test_what_is_no_origin_is_refused_before_it_stands_in_a_header(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("CAMTAY_EMBED_ORIGINS", line)
    with pytest.raises(SettingsError, match=r"CAMTAY_EMBED_ORIGINS.*https://tên-miền"):
        read_settings()


def test_an_address_is_kept_without_the_slash_at_its_end() -> None:
    assert Settings(public_url="https://xa.example.vn/").address == "https://xa.example.vn"
