"""What an editor is told about single sentences: letters, tone marks, words, names, length and addresses."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storage.content.schema import Entry

Path = tuple[str | int, ...]
Strings = Iterable[tuple[Path, str]]
# Tone marks stand on the first vowel of oa, oe, uy when no letter follows: hòa, khỏe, thủy (schoolbook spelling).
MISPLACED = re.compile(r"\b\w*(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])\b", re.IGNORECASE)
LINK = re.compile(r"https?://([^\s/)\"'<>]+)")
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n")


class WordRule(Entry):
    """Words that should not be read, and what to write instead."""

    words: list[str]
    fix: str


class Limits(Entry):
    """How long and how many."""

    sentence_words: int
    step_characters: int
    questions: int
    troubles: int
    steps_least: int
    steps_most: int


class ChecksFile(Entry):
    """checks.yaml."""

    forbidden: list[WordRule]
    jargon: list[WordRule]
    spellings: list[str]
    domains: list[str]
    limits: Limits
    topics: list[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem before its file and line are known."""

    path: Path
    message: str
    fix: str = ""
    fatal: bool = False


def unicode_form(strings: Strings) -> Iterator[Finding]:
    """Letters must be composed (NFC), or searching and counting go wrong."""
    for path, text in strings:
        if unicodedata.normalize("NFC", text) != text:
            yield Finding(path, "chữ viết ở dạng tổ hợp", "lưu lại tệp với bảng mã Unicode dựng sẵn (NFC)", fatal=True)


def tone_marks(strings: Strings) -> Iterator[Finding]:
    """Tone marks stand as in schoolbooks."""
    for path, text in strings:
        for found in MISPLACED.finditer(text):
            word = found.group(0)
            if not word.lower().startswith("qu"):
                yield Finding(path, f'dấu đặt lệch chỗ: "{word}"', "đặt dấu như hòa, khỏe, thủy")


def words(strings: Strings, checks: ChecksFile) -> Iterator[Finding]:
    """Bodies that are no more, and words a first-time reader does not know."""
    for path, text in strings:
        lowered = text.lower()
        for rule in checks.forbidden:
            for word in rule.words:
                if whole_word(word, lowered):
                    yield Finding(path, f'không dùng "{word}"', rule.fix, fatal=True)
        for rule in checks.jargon:
            for word in rule.words:
                if whole_word(word, lowered):
                    yield Finding(path, f'từ khó hiểu "{word}"', f"viết: {rule.fix}")


def whole_word(word: str, lowered: str) -> bool:
    """Whether `word` stands in a lower-cased text as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", lowered) is not None


def spellings(strings: Strings, checks: ChecksFile) -> Iterator[Finding]:
    """Bodies, portals and apps carry the same name everywhere, the one on the sign or the screen."""
    names = [
        (name, re.compile(rf"(?<![\w./@-]){re.escape(name)}(?!\.?\w)", re.IGNORECASE)) for name in checks.spellings
    ]
    for path, text in strings:
        for name, pattern in names:
            for found in pattern.finditer(text):
                if found.group(0) != name:
                    yield Finding(path, f'viết lệch tên: "{found.group(0)}"', f'viết đúng là "{name}"')


def reading_ease(strings: Strings, checks: ChecksFile) -> Iterator[Finding]:
    """Sentences an elder can follow when they are read aloud."""
    limit = checks.limits.sentence_words
    for path, text in strings:
        if path[0] == "legal":
            continue
        for sentence in SENTENCE_END.split(text):
            count = len(sentence.split())
            if count > limit:
                yield Finding(path, f"câu dài {count} chữ: “{sentence[:40]}…”", f"tách thành câu dưới {limit} chữ")


def links(strings: Strings, checks: ChecksFile) -> Iterator[Finding]:
    """Addresses lead to official domains only."""
    for path, text in strings:
        for host in LINK.findall(text):
            name = host.split(":")[0].lower()
            if not any(name == domain or name.endswith("." + domain) for domain in checks.domains):
                yield Finding(
                    path,
                    f"đường dẫn ra ngoài danh sách chính thức: {name}",
                    "bỏ hoặc xin thêm vào checks.yaml",
                    fatal=True,
                )


def wording(spoken: list[tuple[Path, str]], written: list[tuple[Path, str]], checks: ChecksFile) -> Iterator[Finding]:
    """Everything there is to say about sentences a citizen reads, `spoken`, and all that the file holds, `written`."""
    yield from unicode_form(written)
    yield from tone_marks(spoken)
    yield from words(spoken, checks)
    yield from spellings(spoken, checks)
    yield from reading_ease(spoken, checks)
    yield from links(written, checks)
