"""Telex and VNI residue: what the keys would have written, had the keyboard been switched on."""

from functools import lru_cache

from flows.text.letters import is_syllable, split_tone, tidy, with_tone

_TELEX_TONES = frozenset("sfrxj")
_TELEX_PAIRS = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ"}
_VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_VNI_HATS = {"a6": "â", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a8": "ă", "d9": "đ"}
_HORNS = {"o": "ơ", "u": "ư", "a": "ă"}
_VOWELS = frozenset("aeiouyăâêôơư")


@lru_cache(maxsize=1 << 14)
def from_telex(word: str) -> str | None:
    """The syllable a Telex typist meant by `word` ("ddawngf" → "đằng"), or None when the keys make none."""
    bare, tone = split_tone(word)
    if len(bare) < 2 or not bare.isalpha():
        return None
    letters, typed_tone = _without_tone_key(bare)
    shaped = _telex_shapes(letters)
    if shaped == bare and not typed_tone:
        return None
    return _syllable(shaped, typed_tone or tone)


def _without_tone_key(word: str) -> tuple[str, str]:
    seen_vowel = False
    for index, letter in enumerate(word):
        if seen_vowel and letter in _TELEX_TONES:
            return word[:index] + word[index + 1 :], letter
        seen_vowel = seen_vowel or letter in _VOWELS
    return word, ""


def _telex_shapes(word: str) -> str:
    letters = list(word)
    result: list[str] = []
    for letter in letters:
        if letter == "w":
            _add_horn(result)
        elif letter in "aeod" and letter in result and _pairs_with(result, letter):
            position = len(result) - 1 - result[::-1].index(letter)
            result[position] = _TELEX_PAIRS[letter * 2]
        else:
            result.append(letter)
    return "".join(result)


def _pairs_with(result: list[str], letter: str) -> bool:
    if letter == "d":
        return result[0] == "d"
    between = result[len(result) - result[::-1].index(letter) :]
    return all(other not in _VOWELS for other in between) or between[-1:] != [letter]


def _add_horn(result: list[str]) -> None:
    vowels = [index for index, letter in enumerate(result) if letter in "aou"]
    if not vowels:
        result.append("ư")
        return
    last = vowels[-1]
    if result[last] == "o" and last and result[last - 1] == "u":
        result[last - 1] = "ư"
    if result[last] == "a" and last and result[last - 1] == "u" and (last < 2 or result[last - 2] != "q"):
        result[last - 1] = "ư"
        return
    result[last] = _HORNS[result[last]]


@lru_cache(maxsize=1 << 14)
def from_vni(word: str) -> str | None:
    """The syllable a VNI typist meant by `word` ("d9a8ng2" → "đằng"), or None when the keys make none."""
    if not any(letter.isdigit() for letter in word) or not word[0].isalpha():
        return None
    tone, result = "", ""
    for letter in word:
        if letter in _VNI_TONES:
            tone = _VNI_TONES[letter]
        elif letter.isdigit():
            shaped = _vni_shape(result, letter)
            if shaped is None:
                return None
            result = shaped
        else:
            result += letter
    return _syllable(result, tone)


def _vni_shape(typed: str, digit: str) -> str | None:
    for index in range(len(typed) - 1, -1, -1):
        shaped = _VNI_HATS.get(typed[index] + digit)
        if shaped is not None:
            before = typed[:index]
            if shaped == "ơ" and before.endswith("u"):
                before = before[:-1] + "ư"
            return before + shaped + typed[index + 1 :]
    return None


def _syllable(bare: str, tone: str) -> str | None:
    candidate = tidy(with_tone(bare, tone))
    return candidate if is_syllable(candidate) else None


def as_telex(word: str) -> str:
    """The raw Telex keys of a syllable: "đường" → "dduwowngf"."""
    bare, tone = split_tone(word)
    keys = "".join(_KEYS.get(letter, letter) for letter in bare)
    return keys + tone


def as_vni(word: str) -> str:
    """The raw VNI keys of a syllable: "đường" → "d9u7o7ng2"."""
    bare, tone = split_tone(word)
    keys = "".join(_VNI_KEYS.get(letter, letter) for letter in bare)
    return keys + ({value: key for key, value in _VNI_TONES.items()}[tone] if tone else "")


_KEYS = {"â": "aa", "ê": "ee", "ô": "oo", "đ": "dd", "ă": "aw", "ơ": "ow", "ư": "uw"}
_VNI_KEYS = {shaped: keys for keys, shaped in _VNI_HATS.items()}
