"""Spoils questions the way keyboards and hurry do, always the same way for the same question."""

from collections.abc import Callable, Iterator, Mapping
from zlib import crc32

from flows.text.letters import WORD, fold, nfc
from flows.text.typing import as_telex, as_vni

_NEIGHBOURS = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "k",
    "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb",
    "x": "zc", "y": "tu",
}  # fmt: skip
_CHAT_WORDS = """
đăng ký: đk, đki, dk | thủ tục: thủ tục, ttuc | như thế nào: ntn | thế nào: tnao, thế nào | bao nhiêu: bn, bnhiêu
giấy tờ: gt, giấy tờ | hồ sơ: hs, hồ sơ | không: ko, k, hok, kg | được: đc, dc | gì: j, gì | vậy: z, v | rồi: r, rùi
tôi: t, tui | em: e | anh: a | người: ng | muốn: mún | làm: lm, làm | với: vs | nữa: nx | biết: bit, biết
online: onl | trước: trc | căn cước công dân: cccd | bảo hiểm y tế: bhyt | bảo hiểm xã hội: bhxh | hộ kinh doanh: hkd
khai sinh: ks, khai sinh | giấy phép lái xe: gplx | hộ khẩu: hk, hộ khẩu
"""
_CHAT = {
    full.strip(): [short.strip() for short in shorts.split(",")]
    for line in _CHAT_WORDS.strip().splitlines()
    for full, _, shorts in (entry.partition(":") for entry in line.split("|"))
}


def nomarks(question: str) -> str:
    """The question without any marks."""
    return fold(nfc(question))


def telex(question: str) -> str:
    """The raw Telex keys of every syllable."""
    return _by_word(question, as_telex)


def vni(question: str) -> str:
    """The raw VNI keys of every syllable."""
    return _by_word(question, as_vni)


def typos(question: str) -> str:
    """The question with two slips of the finger."""
    numbers = _numbers(question)
    spoiled = nfc(question)
    for _ in range(2):
        spoiled = _slip(spoiled, numbers)
    return spoiled


def teencode(question: str) -> str:
    """The question with chat shorthand where there is one."""
    numbers = _numbers(question)
    spoiled = f" {nfc(question).lower()} "
    for full, shorts in _CHAT.items():
        spoiled = spoiled.replace(f" {full} ", f" {shorts[next(numbers) % len(shorts)]} ")
    return spoiled.strip()


NOISES: Mapping[str, Callable[[str], str]] = {
    "nomarks": nomarks,
    "telex": telex,
    "vni": vni,
    "typos": typos,
    "teencode": teencode,
}


def _by_word(question: str, typed: Callable[[str], str]) -> str:
    return WORD.sub(lambda found: typed(found.group().lower()), nfc(question))


def _numbers(question: str) -> Iterator[int]:
    state = crc32(question.encode())
    while True:
        state = (state * 1103515245 + 12345) % (1 << 31)
        yield state >> 8


def _slip(text: str, numbers: Iterator[int]) -> str:
    words = [found for found in WORD.finditer(text) if len(found.group()) > 2 and not found.group().isdigit()]
    if not words:
        return text
    chosen = words[next(numbers) % len(words)]
    word = chosen.group()
    place = next(numbers) % (len(word) - 1)
    slips = (
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + word[place + 1 :],
        word[: place + 1] + word[place] + word[place + 1 :],
        word[:place] + _beside(word[place], next(numbers)) + word[place + 1 :],
    )
    return text[: chosen.start()] + slips[next(numbers) % len(slips)] + text[chosen.end() :]


def _beside(letter: str, number: int) -> str:
    near = _NEIGHBOURS.get(fold(letter).lower(), letter)
    return near[number % len(near)]
