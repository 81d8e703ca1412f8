"""Old and new names of wards, communes, districts and provinces → today's commune."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flows.text.letters import fold

LONGEST_NAME = 6  # syllables
KINDS = {
    "xa": "xa", "x": "xa", "phuong": "phuong", "p": "phuong", "f": "phuong", "thi tran": "thi tran", "tt": "thi tran",
    "dac khu": "dac khu", "huyen": "huyen", "h": "huyen", "quan": "quan", "q": "quan",
    "thi xa": "thi xa", "tx": "thi xa", "thanh pho": "thanh pho", "tp": "thanh pho", "tinh": "tinh", "t": "tinh",
}  # fmt: skip
WARD_KINDS = {"xa", "phuong", "thi tran", "dac khu"}
SHORT_NAMES = {
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "sg": "ho chi minh",
    "sai gon": "ho chi minh",
    "hn": "ha noi",
}


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today: its official code, full name and province."""

    code: str
    name: str
    province: str

    @property
    def in_words(self) -> str:
        """The commune as it is said to a citizen."""
        return f"{self.name}, {self.province}"


@dataclass(frozen=True, slots=True)
class MergedUnit:
    """A ward or commune that was, where it lay, and the communes it went to, the main one first."""

    name: str
    district: str
    province: str
    now: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """The unit as papers of old name it."""
        return f"{self.name}, {self.district}, {self.province}"


Unit = TypeVar("Unit", Commune, MergedUnit)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What a text says of a place. One commune: certain. Several: ask. None but a province: ask for the commune."""

    communes: tuple[Commune, ...] = ()
    was: tuple[MergedUnit, ...] = ()  # the old units of that name, when an old name was used
    province: str = ""  # today's province, when one was named

    @property
    def certain(self) -> Commune | None:
        """The only commune it can be, or None."""
        return self.communes[0] if len(self.communes) == 1 else None


@dataclass(frozen=True, slots=True)
class Named:
    """A text with the names in it, folded: all of them, and the first district and province."""

    text: str
    names: tuple[str, ...]
    district: str
    province: str  # as it was named
    province_now: str


@dataclass(frozen=True, slots=True)
class Places:
    """All communes of today and all units they were made of, found by their names."""

    communes: Mapping[str, Commune] = field(default_factory=dict)
    by_name: Mapping[str, tuple[Commune, ...]] = field(default_factory=dict)
    merged_by_name: Mapping[str, tuple[MergedUnit, ...]] = field(default_factory=dict)
    merged_by_district: Mapping[str, tuple[MergedUnit, ...]] = field(default_factory=dict)
    provinces: Mapping[str, str] = field(default_factory=dict)  # folded old or new name → today's province

    def read(self, text: str, *, bare_names: bool = False) -> PlaceReading | None:
        """The place `text` speaks of, or None. Names without "xã", "phường" count only when `bare_names`."""
        names = list(mentions(text, self, bare_names))
        province = next((name for kind, name in names if kind == "tinh"), "")
        district = next((name for kind, name in names if kind == "huyen"), "")
        named = Named(text, tuple(name for _, name in names), district, province, self.provinces.get(province, ""))
        wards = ((kind, name) for kind, name in names if kind in WARD_KINDS | {"ward"})
        found = next((found for kind, name in wards if (found := self._ward(kind, name, named))), None)
        if found is not None:
            return found
        if district:
            return self._district(named)
        return PlaceReading(province=named.province_now) if province else None

    def _ward(self, kind: str, name: str, named: Named) -> PlaceReading | None:
        today = prefer_typed(self._of_today(kind, name, named), named.text)
        units = prefer_typed(self._of_old(kind, name, named), named.text)
        now = self._came_of(units)
        # A unit that still bears its name is meant by that name, even where a neighbour of old was called the same.
        communes = today or now
        if today and {commune.province for commune in now} - {commune.province for commune in today}:
            communes = [*today, *now]
        if not communes:
            return None
        return PlaceReading(tuple(dict.fromkeys(communes)), tuple(units) if not today else (), named.province_now)

    def _of_today(self, kind: str, name: str, named: Named) -> list[Commune]:
        """The communes of today that bear this name; none where a district was named, for there are none any more."""
        communes = [] if named.district else self.by_name.get(name, ())
        return [one for one in communes if fits(one.name, kind) and named.province_now in ("", one.province)]

    def _of_old(self, kind: str, name: str, named: Named) -> list[MergedUnit]:
        """The units of old that bore this name, those in what else was named before the others."""
        units = [unit for unit in self.merged_by_name.get(name, ()) if fits(unit.name, kind)]
        units = [unit for unit in units if named.district in ("", short(unit.district))]
        beside = tuple(other for other in named.names if other != name)
        units = [unit for unit in units if short(unit.district).startswith(beside)] or units
        if not named.province:
            return units
        return [unit for unit in units if short(unit.province) == named.province] or [
            unit for unit in units if self.communes[unit.now[0]].province == named.province_now
        ]

    def _came_of(self, units: Iterable[MergedUnit]) -> list[Commune]:
        return [self.communes[code] for unit in units for code in unit.now if code in self.communes]

    def _district(self, named: Named) -> PlaceReading:
        now = self._came_of(self.merged_by_district.get(named.district, ()))
        communes = tuple(dict.fromkeys(one for one in now if named.province_now in ("", one.province)))
        provinces = {commune.province for commune in communes}
        return PlaceReading(communes, (), provinces.pop() if len(provinces) == 1 else named.province_now)


def build_places(communes: Iterable[Commune], merged: Iterable[MergedUnit]) -> Places:
    """The places that can be found by name."""
    by_code = {commune.code: commune for commune in communes}
    by_name: dict[str, list[Commune]] = {}
    merged_by_name: dict[str, list[MergedUnit]] = {}
    merged_by_district: dict[str, list[MergedUnit]] = {}
    provinces: dict[str, str] = {}
    for commune in by_code.values():
        by_name.setdefault(short(commune.name), []).append(commune)
        provinces[short(commune.province)] = commune.province
    for unit in merged:
        merged_by_name.setdefault(short(unit.name), []).append(unit)
        merged_by_district.setdefault(short(unit.district), []).append(unit)
        provinces.setdefault(short(unit.province), by_code[unit.now[0]].province)
    provinces |= {name: provinces[full] for name, full in SHORT_NAMES.items() if full in provinces}
    return Places(by_code, frozen(by_name), frozen(merged_by_name), frozen(merged_by_district), provinces)


def frozen(groups: dict[str, list[Unit]]) -> dict[str, tuple[Unit, ...]]:
    """The groups with tuples for lists."""
    return {name: tuple(group) for name, group in groups.items()}


def mentions(text: str, places: Places, bare_names: bool) -> Iterable[tuple[str, str]]:
    """Pairs of kind and folded name in the order they stand; kind "ward" where none was typed."""
    syllables = folded(text).split()
    at = 0
    while at < len(syllables):
        kind, width = kind_at(syllables, at)
        name, length = name_at(syllables, at + width, kind, places, bare_names)
        if name:
            yield kind_of(kind, name, places), name
            at += width + length
        else:
            at += 1


def kind_at(syllables: list[str], at: int) -> tuple[str, int]:
    """The kind of unit typed at `at` and how many syllables it takes."""
    for width in (2, 1):
        kind = KINDS.get(" ".join(syllables[at : at + width]))
        if kind and at + width < len(syllables):
            return kind, width
    return "", 0


def name_at(syllables: list[str], at: int, kind: str, places: Places, bare_names: bool) -> tuple[str, int]:
    """The longest known name at `at` that fits the kind, and its length in syllables."""
    for length in range(min(LONGEST_NAME, len(syllables) - at), 0, -1):
        name = " ".join(syllables[at : at + length])
        if known_name(name, kind, places, bare_names and length > 1):
            return name, length
    return "", 0


def known_name(name: str, kind: str, places: Places, bare: bool) -> bool:
    """Whether `name` is one a unit of this kind has or had."""
    ward = name in places.by_name or name in places.merged_by_name
    district = name in places.merged_by_district
    if kind in WARD_KINDS:
        return ward
    if kind in {"huyen", "quan", "thi xa"}:
        return district
    if kind in {"tinh", "thanh pho"}:
        return name in places.provinces or (kind == "thanh pho" and district)
    return name in places.provinces or (bare and (ward or district))


def kind_of(kind: str, name: str, places: Places) -> str:
    """The kind as a reading uses it: one of WARD_KINDS, "ward", "huyen" (any district) or "tinh" (any province)."""
    if kind in WARD_KINDS:
        return kind
    if kind in {"huyen", "quan", "thi xa"} or (kind == "thanh pho" and name not in places.provinces):
        return "huyen"
    if name in places.provinces:
        return "tinh"
    return "ward" if name in places.by_name or name in places.merged_by_name else "huyen"


def fits(full_name: str, kind: str) -> bool:
    """Whether a unit's full name begins with the kind that was typed."""
    return kind == "ward" or folded(full_name).startswith(kind + " ")


def prefer_typed(units: list[Unit], text: str) -> list[Unit]:
    """The units whose name stands in the text with the very marks that were typed, or all when none does."""
    lowered = unicodedata.normalize("NFC", text).lower()
    if folded(lowered) == lowered:
        return units
    exact = [unit for unit in units if bare(unit.name) in lowered]
    return exact or units


def bare(full_name: str) -> str:
    """The name without its kind, in lower case with its marks: "Phường Đông Hải" → "đông hải"."""
    words = full_name.lower().split()
    width = 2 if " ".join(words[:2]) in {"thị trấn", "đặc khu", "thị xã", "thành phố"} else 1
    return " ".join(words[width:])


def short(full_name: str) -> str:
    """The folded name without its kind: "Thành phố Phan Rang - Tháp Chàm" → "phan rang thap cham"."""
    return folded(bare(full_name))


def folded(text: str) -> str:
    """The text in lower case without marks and punctuation, digits kept and split from letters: "P.12" → "p 12"."""
    letters = [letter for letter in fold(unicodedata.normalize("NFC", text)) if not unicodedata.combining(letter)]
    spaced = "".join(_spaced(letters, index) for index in range(len(letters)))
    return " ".join(part.lstrip("0") or "0" if part.isdecimal() else part for part in spaced.split())


def _spaced(letters: list[str], index: int) -> str:
    letter = letters[index]
    if not letter.isalnum():
        return " "
    before = letters[index - 1] if index else " "
    return f" {letter}" if before.isalnum() and letter.isdigit() != before.isdigit() else letter
