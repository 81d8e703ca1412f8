"""Vietnamese writing: one spelling for every way of typing the same syllable, and what a syllable may look like."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TONE_MARKS = {key: mark for mark, key in _TONES.items()}
_SHAPED = frozenset("ăâêôơư")
_VOWELS = frozenset("aeiouy") | _SHAPED
_ONSETS = frozenset(["", *"bcdđghklmnpqrstvx", "ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr"])
_NUCLEI = frozenset(
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iêu iu oa oai oao oay oă oe oeo oi ôi ơi oo "
    "ua uâ uây ue uê ui uôi uô uơ uy uya uyê uyu ưa ưi ươ ươi ươu ưu uao uai uay uă ye yê yêu".split()
)
_CODAS = frozenset(["", "c", "ch", "m", "n", "ng", "nh", "p", "t"])
_STOPS = frozenset(["c", "ch", "p", "t"])
_SYLLABLE = re.compile(
    r"^(ngh|ng|nh|gh|gi(?=[aăâeêoôơuư])|ch|kh|ph|th|tr|qu|[bcdđghklmnprstvx])?([aeiouyăâêôơư]+)([a-z]{0,2})$"
)
_HALF_HORNED = re.compile(r"uơ(?=[a-z])|ưo")  # one of two horns typed: "truờng", "nưóc"
_SHORT_I = re.compile(r"^([hklmt]|qu)(i)$")


def nfc(text: str) -> str:
    """`text` with every letter in its composed form."""
    return unicodedata.normalize("NFC", text)


_WRITTEN = 0x3000  # codes of letters that are worth remembering: the Latin ones stand below


class _Bare(dict[int, str]):
    """For the code of a letter the letter without marks, in lower case; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        parts = unicodedata.normalize("NFD", "d" if letter in "đĐ" else letter)
        kept = "".join(part for part in parts if not unicodedata.combining(part))
        lowered = (kept if len(kept) == 1 else letter).lower()
        found = lowered if len(lowered) == 1 else letter
        if code < _WRITTEN:
            self[code] = found
        return found


_BARE = _Bare()


def fold(text: str) -> str:
    """`text` in lower case without tones, hats, horns and bars: "Đường" → "duong". NFC texts keep their length."""
    return text.translate(_BARE)


def fold_each(words: Sequence[str]) -> tuple[str, ...]:
    """The words without marks, in lower case."""
    return tuple(fold(" ".join(words)).split())


@lru_cache(maxsize=1 << 15)
def split_tone(word: str) -> tuple[str, str]:
    """The word without its tone, and the tone's Telex key or ""."""
    tone = ""
    letters = []
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def with_tone(bare: str, tone: str) -> str:
    """`bare` with the tone where the old way of writing puts it: hóa, thủy, quý, giường."""
    found = _SYLLABLE.match(bare)
    if not tone or found is None:
        return bare
    start = found.start(2)
    place = start + _toned_vowel(found.group(2), bool(found.group(3)))
    return nfc(bare[: place + 1] + _TONE_MARKS[tone] + bare[place + 1 :])


def _toned_vowel(vowels: str, closed: bool) -> int:
    shaped = [index for index, letter in enumerate(vowels) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    if len(vowels) == 1:
        return 0
    return 1 if closed or len(vowels) > 2 else 0


@lru_cache(maxsize=1 << 15)
def tidy(word: str) -> str:
    """One spelling of a lower-case word: tone in its place ("hoà" → "hòa"), long i as y ("kĩ" → "kỹ"), both horns."""
    bare, tone = split_tone(word)
    bare = _HALF_HORNED.sub("ươ", _SHORT_I.sub(r"\1y", bare))
    if not tone:
        return bare
    return with_tone(bare, tone) if _SYLLABLE.match(bare) else word


@lru_cache(maxsize=1 << 15)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word is built like a Vietnamese syllable, marks written in full or not at all."""
    bare, tone = split_tone(word)
    found = _SYLLABLE.match(bare)
    if found is None:
        return False
    onset, vowels, coda = found.group(1) or "", found.group(2), found.group(3)
    if coda not in _CODAS or onset not in _ONSETS:
        return False
    if word == fold(word):
        return vowels in _FOLDED_NUCLEI
    return vowels in _NUCLEI and not (coda in _STOPS and tone not in ("s", "j"))


_FOLDED_NUCLEI = frozenset(fold(nucleus) for nucleus in _NUCLEI)


def words_of(text: str) -> list[str]:
    """The words of a text, tidied and in lower case, punctuation left out."""
    return [tidy(word) for word in WORD.findall(nfc(text).lower())]
