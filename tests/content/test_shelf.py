"""What was made of files is found again, shared where it is shared, and made anew where it cannot be read."""

import gc
import weakref
from dataclasses import dataclass
from pathlib import Path

from storage.content.shelf import MOST_KEPT, Shelf


@dataclass(frozen=True)
class Names:
    """Something worth keeping once, made of parts."""

    communes: Path
    more: tuple[str, ...] = ()


def test_what_was_put_is_found_by_what_it_was_made_of(tmp_path: Path) -> None:
    Shelf(tmp_path).put("guides", "monday", {"a": 1})
    assert Shelf(tmp_path).find("guides", "monday") == {"a": 1}
    assert Shelf(tmp_path).find("guides", "tuesday") is None
    assert Shelf(tmp_path).find("places", "monday") is None


def test_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> list[str]:
        made.append("made")
        return ["thing"]

    assert [Shelf(tmp_path).made("guides", "monday", make) for _ in range(2)] == [["thing"], ["thing"]]
    assert made == ["made"]


def test_a_thing_named_in_another_is_one_thing_and_kept_once(tmp_path: Path) -> None:
    shelf, places = Shelf(tmp_path), Names(Path("Xã Đồng Cao"), ("a",) * 1000)
    shelf.put("places", "today", places)
    shelf.put("catalog", "monday", {"places": places, "day": 1}, named=["places"])
    shelf.put("catalog", "tuesday", {"places": places, "day": 2}, named=["places"])
    again = Shelf(tmp_path)
    assert again.find("catalog", "monday")["places"] is again.find("catalog", "tuesday")["places"]
    assert again.find("catalog", "monday") == {"places": places, "day": 1}


def test_a_part_of_a_kept_thing_is_named_too(tmp_path: Path) -> None:
    shelf, places = Shelf(tmp_path), Names(Path("Xã Đồng Cao"))
    shelf.put("places", "today", places)
    shelf.put("catalog", "monday", [places.communes], named=["places"])
    again = Shelf(tmp_path)
    assert again.find("catalog", "monday")[0] is again.find("places", "today").communes


def test_what_is_only_named_need_not_be_read(tmp_path: Path) -> None:
    Shelf(tmp_path).put("places", "today", Names(Path("Xã Đồng Cao")))
    naming = Shelf(tmp_path, by_name=["places"])
    naming.put("catalog", "monday", [naming.find("places", "today")])
    assert naming.find("places", "tomorrow") is None
    again = Shelf(tmp_path)
    assert again.find("catalog", "monday") == [again.find("places", "today")] == [Names(Path("Xã Đồng Cao"))]


def test_what_is_held_no_longer_goes_though_nothing_is_collected(tmp_path: Path) -> None:
    """A reload that left the reader before in a circle would grow the service by it: what was loaded is frozen."""
    shelf, places = Shelf(tmp_path), Names(Path("Xã Đồng Cao"))
    shelf.put("places", "today", places)
    for day in ("monday", "tuesday"):
        shelf.put("catalog", day, [places.communes, Names(Path(day))], named=["places"])
    again = Shelf(tmp_path)
    gc.disable()
    first = weakref.ref(again.find("catalog", "monday")[1])
    again.find("catalog", "tuesday")
    gone = first() is None
    gc.enable()
    assert gone


def test_a_thing_whose_part_is_gone_or_that_is_no_pickle_counts_as_not_there(tmp_path: Path) -> None:
    shelf, places = Shelf(tmp_path), Names(Path("Xã Đồng Cao"))
    shelf.put("places", "today", places)
    shelf.put("catalog", "monday", {"places": places}, named=["places"])
    next(tmp_path.glob("places-*")).unlink()
    kept = next(tmp_path.glob("catalog-*"))
    assert Shelf(tmp_path).find("catalog", "monday") is None
    assert not kept.exists()
    kept.write_bytes(b"not a pickle")
    assert Shelf(tmp_path).find("catalog", "monday") is None
    assert not kept.exists()


def test_only_the_newest_few_of_a_kind_stay(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in range(MOST_KEPT + 2):
        shelf.put("catalog", f"day{number}", number)
        shelf.put("reader", "same", number)
    assert len(list(tmp_path.glob("catalog-*"))) == MOST_KEPT
    assert len(list(tmp_path.glob("reader-*"))) == 1
