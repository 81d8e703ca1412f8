"""Old and new names lead to today's commune."""

from pathlib import Path

import pytest

from flows.places import PlaceReading, Places
from storage.content.places import load_places


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places(Path("content"))


def reading(places: Places, text: str) -> PlaceReading:
    found = places.read(text, bare_names=True)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "commune"),
    [
        ("phường Mỹ Bình, Phan Rang", "Phường Đông Hải, Tỉnh Khánh Hòa"),
        ("xã Văn Phong huyện Nho Quan", "Xã Nho Quan, Tỉnh Ninh Bình"),
        ("xa tien my tien phuoc quang nam", "Xã Tiên Phước, Thành phố Đà Nẵng"),
        ("p12 q go vap", "Phường An Hội Tây, Thành phố Hồ Chí Minh"),
        ("thị trấn Cam Đức", "Xã Cam Lâm, Tỉnh Khánh Hòa"),
        ("phuong dong hai khanh hoa", "Phường Đông Hải, Tỉnh Khánh Hòa"),
        ("Nha Trang", "Phường Nha Trang, Tỉnh Khánh Hòa"),
    ],
)
def test_a_name_of_old_or_new_leads_to_one_commune(places: Places, said: str, commune: str) -> None:
    certain = reading(places, said).certain
    assert certain is not None
    assert certain.in_words == commune


@pytest.mark.parametrize("said", ["xã Bình Minh", "phường Đông Hải", "xã Ninh Sơn"])
def test_a_name_of_several_places_asks(places: Places, said: str) -> None:
    found = reading(places, said)
    assert found.certain is None
    assert len({commune.province for commune in found.communes}) > 1


def test_a_district_that_is_no_more_leads_to_what_lay_in_it(places: Places) -> None:
    found = reading(places, "huyện Nho Quan")
    assert found.province == "Tỉnh Ninh Bình"
    assert "Xã Cúc Phương, Tỉnh Ninh Bình" in [commune.in_words for commune in found.communes]


def test_a_province_of_old_is_told_by_its_name_of_today(places: Places) -> None:
    assert reading(places, "tỉnh Ninh Thuận").province == "Tỉnh Khánh Hòa"


@pytest.mark.parametrize("said", ["làm khai sinh cho con", "", "xin chào", "hết bao nhiêu tiền"])
def test_other_talk_names_no_place(places: Places, said: str) -> None:
    assert places.read(said) is None


def test_every_old_unit_leads_to_a_commune_of_today(places: Places) -> None:
    units = [unit for group in places.merged_by_name.values() for unit in group]
    assert len(places.communes) == 3321
    assert len(units) > 10_000
    assert all(code in places.communes for unit in units for code in unit.now)
