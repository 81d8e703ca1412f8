"""The scam shield: links, numbers and stories held against what editors know; never "safe" about the unknown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from flows.guides import Localized
from flows.once import Once
from flows.scam_links import Link, Shape, links_in, resembles
from flows.text.letters import fold
from flows.words import contains_any, spoken, syllables

_PHONE = re.compile(r"(?<![\w.])(\+?\d(?:[ .-]?\d){2,14})(?![\w])")
_FOREIGN_PHONE = re.compile(r"(?<![\w.])(?:\+|00)(?!84)\d(?:[ .-]?\d){7,14}(?!\w)")


class Verdict(StrEnum):
    """How far a thing can be trusted: known as official, not known, or with the marks of a scam."""

    OFFICIAL = "official"
    UNKNOWN = "unknown"
    DANGER = "danger"


class Reason(StrEnum):
    """Why a verdict was given."""

    LISTED = "listed"  # on the list of official pages
    STATE_ENDING = "state-ending"  # .gov.vn is given to state bodies only
    APP_FILE = "app-file"  # an app from outside the stores
    BARE_ADDRESS = "bare-address"  # figures instead of a name
    DISGUISED = "disguised"  # another address hides behind an @
    ODD_LETTERS = "odd-letters"  # letters of other scripts that look Latin
    LOOK_ALIKE = "look-alike"  # the name of an office in a foreign domain
    SHORTENED = "shortened"  # the true address is hidden
    NOT_LISTED = "not-listed"
    HOTLINE = "hotline"
    FOREIGN_PHONE = "foreign-phone"
    PRIVATE_PHONE = "private-phone"


@dataclass(frozen=True, slots=True)
class OfficialDomain:
    """A domain of a state body, subdomains included."""

    domain: str
    name: str


@dataclass(frozen=True, slots=True)
class Hotline:
    """An official number to call."""

    number: str
    name: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class ScamStory:
    """A scam people are told again and again; a text tells it when it holds a word of every group of signs."""

    id: str
    name: Localized
    signs: tuple[tuple[str, ...], ...]
    why: Localized
    action: Localized


@dataclass(frozen=True, slots=True)
class ScamShield:
    """The content of scams.yaml."""

    official: tuple[OfficialDomain, ...] = ()
    official_endings: tuple[str, ...] = ("gov.vn",)
    brands: tuple[str, ...] = ()
    shorteners: tuple[str, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    doubt: tuple[str, ...] = ()
    stories: tuple[ScamStory, ...] = ()
    already: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    first_actions: tuple[Localized, ...] = ()
    guide_after: str = ""
    guide_before: str = ""
    source: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a verdict, why, and what may be shown of it."""

    verdict: Verdict
    reason: Reason
    shown: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """All that was found in a text."""

    findings: tuple[Finding, ...] = ()
    stories: tuple[ScamStory, ...] = ()
    already: bool = False
    doubts: bool = False  # the citizen asks whether it is real

    @property
    def verdict(self) -> Verdict | None:
        """The gravest verdict, or None when there was nothing to judge."""
        verdicts = {finding.verdict for finding in self.findings}
        if self.already or self.stories or Verdict.DANGER in verdicts:
            return Verdict.DANGER
        return next((verdict for verdict in (Verdict.UNKNOWN, Verdict.OFFICIAL) if verdict in verdicts), None)


_Looked = tuple[ScamStory, frozenset[str], tuple[tuple[str, ...], ...]]


def check(text: str, shield: ScamShield) -> Check:
    """What the shield says of a text, which may still hold the numbers people typed."""
    words, marked = " ".join(syllables(text)), spoken(text)
    doubts = contains_any(words, shield.doubt)
    findings = [*_judged_links(text, shield), *(_phones(text, shield) if doubts else ())]
    return Check(
        findings=tuple(dict.fromkeys(findings)),
        stories=_stories(words, marked, shield),
        already=was_scammed(words, shield),
        doubts=doubts,
    )


def was_scammed(words: str, shield: ScamShield) -> bool:
    """Whether the folded words say that it has happened."""
    spared = words
    for phrase in shield.not_yet if contains_any(words, shield.not_yet) else ():
        spared = f" {spared} ".replace(f" {phrase} ", " ").strip()
    return contains_any(spared, shield.already)


_BAD_SHAPES = {
    Shape.DISGUISED: Reason.DISGUISED,
    Shape.APP_FILE: Reason.APP_FILE,
    Shape.BARE_ADDRESS: Reason.BARE_ADDRESS,
    Shape.ODD_LETTERS: Reason.ODD_LETTERS,
}


def judge(link: Link, shield: ScamShield) -> Finding:
    """The verdict on one link."""
    if link.shape in _BAD_SHAPES:
        return Finding(Verdict.DANGER, _BAD_SHAPES[link.shape], link.shown)
    known = next((entry for entry in _longest_first(shield.official) if _is_under(link.host, entry.domain)), None)
    if known:
        return Finding(Verdict.OFFICIAL, Reason.LISTED, link.shown, known.name)
    if any(_is_under(link.host, ending) for ending in shield.official_endings):
        return Finding(Verdict.OFFICIAL, Reason.STATE_ENDING, link.shown)
    if resembles(link.host, shield.brands):
        return Finding(Verdict.DANGER, Reason.LOOK_ALIKE, link.shown)
    shortened = any(_is_under(link.host, shortener) for shortener in shield.shorteners)
    return Finding(Verdict.UNKNOWN, Reason.SHORTENED if shortened else Reason.NOT_LISTED, link.shown)


def _judged_links(text: str, shield: ScamShield) -> Iterator[Finding]:
    return (judge(link, shield) for link in links_in(text))


def _phones(text: str, shield: ScamShield) -> Iterator[Finding]:
    for found in _PHONE.finditer(text):
        digits = "".join(letter for letter in found.group(1) if letter.isdigit())
        hotline = next((entry for entry in shield.hotlines if entry.number == digits), None)
        if hotline:
            yield Finding(Verdict.OFFICIAL, Reason.HOTLINE, hotline.number, hotline.name)
        elif _FOREIGN_PHONE.match(found.group(1)):
            yield Finding(Verdict.DANGER, Reason.FOREIGN_PHONE)
        elif 8 <= len(digits) <= 11:
            yield Finding(Verdict.UNKNOWN, Reason.PRIVATE_PHONE)


def _stories(words: str, marked: str, shield: ScamShield) -> tuple[ScamStory, ...]:
    """The stories a text tells; a sign written with marks asks for them, unless the text has none at all."""
    heard = {*words.split(), *marked.split()}
    stands = f" {words} \n {marked} ".__contains__  # a sign without marks stands in both halves or in neither
    return tuple(
        [
            story
            for story, first, groups in _READY[marked != words].of(shield)
            if not first.isdisjoint(heard) and all(any(map(stands, group)) for group in groups)
        ]
    )


def _ready(shield: ScamShield, *, has_marks: bool) -> list[_Looked]:
    """The stories with their signs as they are looked for, and the words with which the first of these begin."""
    ready: list[_Looked] = []
    for story in shield.stories:
        groups = tuple(
            tuple(f" {sign if has_marks and not sign.isascii() else fold(sign)} " for sign in group)
            for group in story.signs
        )
        ready.append((story, frozenset(sign.split()[0] for group in groups[:1] for sign in group), groups))
    return ready


_READY = {has_marks: Once(partial(_ready, has_marks=has_marks), most=2) for has_marks in (False, True)}


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _longest_first(entries: Iterable[OfficialDomain]) -> list[OfficialDomain]:
    return sorted(entries, key=lambda entry: -len(entry.domain))
