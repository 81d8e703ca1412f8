"""Links in a text, and domains made to look like somebody else's."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

_ENDINGS = (
    "vn com net org info biz xyz top cc io app site online shop vip club link click asia pro store tech icu cyou buzz"
)
_RARE_ENDINGS = (
    "co tk ml ga cf gq pw life live fun space website work today world mobi us uk cn ru me ly dev page tv gl id gd at"
)
_NAME = r"[\w-]+(?:\.[\w-]+)*\."
_OFTEN = f"(?:{'|'.join(_ENDINGS.split())})"
_EVER = f"(?:{'|'.join((_ENDINGS + ' ' + _RARE_ENDINGS).split())})"
_LINK = re.compile(
    r"(?<![\w@.-])(?:(?P<scheme>(?:https?|hxxps?)://|www\.)(?P<rest>[^\s<>\"'“”]+)"
    r"|(?P<hidden>" + _NAME + _OFTEN + "@" + _NAME + _EVER + r"\b[^\s<>\"'“”]*)"
    r"|(?P<bare>" + _NAME + _OFTEN + r"(?![\w@-]|\.[\w-])(?:[:/?][^\s<>\"'“”]*)?|" + _NAME + _EVER + r"/[^\s<>\"'“”]+)"
    r"|(?P<file>[\w.-]+\.apk)\b)",
    re.IGNORECASE,
)
_AFTER = ".,;:!?)]}'\"…»"
_ADDRESS = re.compile(r"^(?:\d{1,3}\.){3}\d{1,3}$|^\[[0-9a-f:]+\]$|^0x[0-9a-f]+$|^\d{8,10}$")
_LOOK_LATIN = str.maketrans(
    "авеорсхуіјѕԁɡһոոԛԝӏαβεικνορτυχıłøđ",
    "abeopcxyijsdghnnqwlabeikvoptuxilod",
)
_SAME = str.maketrans({"0": "o", "1": "i", "l": "i", "|": "i", "3": "e", "5": "s", "8": "b", "4": "a"})
_PAIRS = (("rn", "m"), ("vv", "w"))
_NEAR_FROM = 5  # letters; shorter names resemble too much
_SHOWN = 60


class Shape(StrEnum):
    """What is odd about an address before its name is looked at."""

    PLAIN = "plain"
    APP_FILE = "app-file"
    BARE_ADDRESS = "bare-address"
    DISGUISED = "disguised"
    ODD_LETTERS = "odd-letters"


@dataclass(frozen=True, slots=True)
class Link:
    """A link or file name: its host in lower case, what is odd about it, and how it is shown."""

    host: str
    shape: Shape
    shown: str


def links_in(text: str) -> Iterator[Link]:
    """The links and app files in a text, "[.]" read as a dot."""
    if "." not in text and "://" not in text:  # as in most texts; the pattern takes longer to find that out
        return
    plain = text.replace("[.]", ".").replace("(.)", ".")
    for found in _LINK.finditer(plain):
        if found["file"]:
            yield Link("", Shape.APP_FILE, found["file"][:_SHOWN])
        else:
            link = _link((found["rest"] or found["hidden"] or found["bare"]).rstrip(_AFTER))
            if link is not None:
                yield link


def _link(address: str) -> Link | None:
    place, _, path = address.replace("\\", "/").partition("/")
    before, at, host = place.rpartition("@")
    host = _host(host if at else place)
    if "." not in host and not _ADDRESS.match(host):
        return None
    return Link(host, _shape(before, host, path), host[:_SHOWN])


def _host(place: str) -> str:
    name = re.split(r"[?#]", unicodedata.normalize("NFKC", place).lower())[0]
    name = name if name.startswith("[") else name.partition(":")[0]
    return ".".join(_decoded(label) for label in name.strip(".").split(".")).removeprefix("www.")


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _shape(before: str, host: str, path: str) -> Shape:
    if before:
        return Shape.DISGUISED
    if path.partition("?")[0].lower().endswith(".apk") or host.endswith(".apk"):
        return Shape.APP_FILE
    if _ADDRESS.match(host):
        return Shape.BARE_ADDRESS
    return Shape.PLAIN if all(_is_latin(letter) for letter in host) and "xn--" not in host else Shape.ODD_LETTERS


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN ")


def skeleton(name: str) -> str:
    """A name as the eye takes it: marks off, foreign look-alikes and figures as the letters they imitate."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", name.lower().translate(_LOOK_LATIN))
        if not unicodedata.combining(letter)
    ).translate(_SAME)
    for pair, letter in _PAIRS:
        bare = bare.replace(pair, letter)
    return bare


def resembles(host: str, brands: Iterable[str]) -> bool:
    """Whether a foreign host bears the name of an office, or one a slip away from it."""
    whole = skeleton(re.sub(r"[.\-_]", "", host))
    labels = [skeleton(label) for label in re.split(r"[.\-_]", host)]
    joined = [skeleton(re.sub(r"[\-_]", "", label)) for label in host.split(".")]
    for brand in map(skeleton, brands):
        if brand in whole or any(_near(label, brand) for label in (*labels, *joined)):
            return True
    return False


def _near(label: str, brand: str) -> bool:
    if len(brand) < _NEAR_FROM:
        return False
    allowed = 2 if len(brand) >= 9 else 1
    return OSA.distance(label, brand, score_cutoff=allowed) <= allowed
