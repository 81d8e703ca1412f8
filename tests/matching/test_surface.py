"""What the scribe makes of messages, knowing the words of the whole content."""

import unicodedata
from pathlib import Path

import pytest
import yaml

from flows.catalog import Catalog

KINDS = yaml.safe_load((Path(__file__).parent / "surfaces.yaml").read_text(encoding="utf-8"))
CASES = [(typed, read) for cases in KINDS.values() for typed, read in cases]


def read_as(catalog: Catalog, text: str) -> str:
    return catalog.reader.explain(text).why.normalised


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ddawng kys khai sinh", "đăng ký khai sinh"),
        ("d9a8ng ky1 ta5m tru1", "đăng ký tạm trú"),
        ("đk ks cho bé", "đăng ký khai sinh cho bé"),
        ("cccd hết hạn", "căn cước công dân hết hạn"),
        ("ngonnnn", "ngon"),
        ("đăngký  kếthôn", "đăng ký kết hôn"),
    ],
)
def test_residue_shorthand_and_lost_spaces_are_mended(catalog: Catalog, typed: str, read: str) -> None:
    assert read_as(catalog, typed) == read


@pytest.mark.parametrize(("typed", "read"), CASES)
def test_what_citizens_type_is_read_as_meant(catalog: Catalog, typed: str, read: str) -> None:
    assert read_as(catalog, typed) == read
    assert read_as(catalog, unicodedata.normalize("NFD", typed)) == read


@pytest.mark.parametrize(
    "text",
    ["đường dương chứng từ hỗ trợ", "ông Tạ Văn Tam Mẫu", "từ từ", "thửa đất", "tôi ở trọ", "sổ hồng", "bảo hiểm"],
)
def test_what_is_written_well_stays(catalog: Catalog, text: str) -> None:
    assert read_as(catalog, text) == text.lower()


def test_a_short_form_is_read_by_its_neighbours(catalog: Catalog) -> None:
    assert "khai sinh" in read_as(catalog, "làm ks cho con")
    assert "khai sinh" not in read_as(catalog, "kinh doanh ks mini")


def test_what_was_mended_and_protected_is_told(catalog: Catalog) -> None:
    why = catalog.reader.explain("ddawng kys tạm trú cho 0912 345 678").why
    assert ("ddawng", "đăng") in why.repaired
    assert why.protected == ("0912 345 678",)
