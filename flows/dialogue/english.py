"""Questions in English, held against the English titles and summaries; the reader itself reads Vietnamese."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flows.guides import Aspect, Guide
from flows.matching.reading import Match, Reading
from flows.once import Once
from flows.outcomes import Outcome
from flows.text.letters import is_syllable

_WORD = re.compile(r"[a-z]{2,}")
_EMPTY = frozenset(
    "the an and or of for to in on at by with my your our his her their is are do does did can could would should "
    "how what where when which who why it its this that there be been have has had get got want need please help me "
    "you we they she he from about as if not no am was were much many any some into up out off paper papers "
    "document documents fee fees cost costs price pay required bring long hello hi hey thanks thank vietnam "
    "vietnamese tell know make use will just like steps step online way someone somebody people person don doesn ve "
    "ll im new".split()
)
_SPOKEN = _EMPTY | frozenset(
    "i a lost apply register renew house car shop open small called call wife husband son daughter kid kids father "
    "mother parents year years old day days today tomorrow yesterday first after before while without between yes "
    "sorry wrong number address abroad".split()
)  # common words of English, whether or not a guide bears them
_LOANS = frozenset(
    "vneid vssid etax zalo app apps email gmail web website internet facebook wifi sim card visa passport online "
    "offline otp passcode password pass login video livestream shipper ship grab taxi karaoke scan file pdf qr sms "
    "admin bot chat smartphone camera iphone samsung android tiktok youtube google mobifone viettel vinaphone mobile "
    "banking money momo atm bank hotline hello test link menu start demo".split()
)  # English to the letter, and written by everybody in Vietnam
_SAME = {
    "residency": "residence", "id": "identity", "licence": "license", "wedding": "marriage", "marry": "marriage",
    "married": "marriage", "baby": "birth", "born": "birth", "newborn": "birth", "driver": "driving",
    "motorbike": "vehicle", "motorcycle": "vehicle", "bike": "vehicle", "car": "vehicle", "house": "home",
    "dead": "death", "died": "death", "passed": "death", "forgotten": "forgot", "forget": "forgot",
    "mobile": "phone", "scammed": "scam", "fraud": "scam", "pretending": "scam", "impersonate": "scam",
    "application": "dossier", "request": "dossier", "track": "status", "family": "household", "renew": "replace",
    "expired": "replace", "stolen": "lost", "expire": "replace", "foreigner": "foreign", "retire": "pension",
    "retirement": "pension", "fired": "unemployment", "jobless": "unemployment", "unemployed": "unemployment",
    "owner": "transfer", "ownership": "transfer", "sell": "transfer", "kid": "child", "kids": "child",
    "children": "child", "son": "child", "daughter": "child", "conviction": "criminal", "fingerprint": "face",
    "biometric": "face", "notarised": "certified", "notarize": "certified", "pregnant": "maternity",
    "disabled": "disability", "handicapped": "disability", "photocopy": "copy", "duplicate": "copy",
    "army": "military", "conscription": "military", "ticket": "fine", "single": "marital", "unmarried": "marital",
    "permanently": "permanent", "temporarily": "temporary", "clinic": "doctor", "rent": "temporary",
    "renting": "temporary",
}  # fmt: skip
_ASPECTS = (
    (Aspect.FEE, re.compile(r"\b(how much|fees?|costs?|price|pay)\b")),
    (Aspect.TIME, re.compile(r"\b(how long|how many days|when will)\b")),
    (Aspect.PAPERS, re.compile(r"\b(papers?|documents?|bring|required)\b")),
    (Aspect.WHERE, re.compile(r"\b(where|which office)\b")),
    (Aspect.ONLINE, re.compile(r"\bonline\b")),
    (Aspect.STEPS, re.compile(r"\b(how do i|how can i|how to|steps?)\b")),
)
_ADDRESS = re.compile(r"(?<!\S)(?=\S+(?:://|\w\.\w))\S+")
_SHARE = 0.6  # of the words must be English ones
_ASKING = frozenset({"how", "who", "why", "you"})  # short, and no syllable of Vietnamese
_STRONG = 4  # letters from which a word that is no syllable of Vietnamese says something
_IN_SUMMARY = 0.45
_UNKNOWN = 0.5  # what a word of no guide weighs against the others
_TITLE = 0.99  # from here on the words are a title, no more and no less
_ANSWER_AT, _ASK_AT, _LEAD, _NEAR = 0.6, 0.25, 1.2, 0.6


@dataclass(frozen=True, slots=True)
class _Wording:
    """The words of all guides in English, by guide, in how many titles each stands, and all together."""

    titles: Mapping[str, frozenset[str]]
    summaries: Mapping[str, frozenset[str]]
    seen: Counter[str]
    told: frozenset[str]


def is_english(text: str, guides: Mapping[str, Guide], *, so_far: bool = False) -> bool:
    """Whether a text is plainly English: no marks, and words that no Vietnamese sentence holds.

    Pasted addresses are in no language. In a talk that was English `so_far`, "how much" is enough.
    """
    if not text.isascii():
        return False
    lower = text.lower()
    if so_far and any(pattern.search(lower) for _, pattern in _ASPECTS):
        return True
    words = re.findall(r"[a-z]+", _ADDRESS.sub(" ", lower))
    strong = [word for word in words if word in _ASKING or _is_strong(word)]
    if not strong:
        return False
    spoken = _wordings.of(guides).told
    if not any(word in _SPOKEN or _stem(word) in spoken for word in strong):
        return False
    return sum(word in _SPOKEN or _stem(word) in spoken for word in words) / len(words) >= _SHARE


def _is_strong(word: str) -> bool:
    return len(word) >= _STRONG and word not in _LOANS and not is_syllable(word)


def read_english(question: str, guides: Mapping[str, Guide], open_guide: str | None) -> Reading:
    """The reading of an English question by the words it shares with titles and summaries."""
    lower = question.lower()
    aspect = next((aspect for aspect, pattern in _ASPECTS if pattern.search(lower)), None)
    asked = _stems(lower)
    scores = _scores(asked, guides) if asked else []
    matches = tuple(Match(guide_id, round(score, 4)) for score, guide_id in scores[:5])
    if not matches or matches[0].score < _ASK_AT:
        if aspect and open_guide and len(asked) <= 1:
            return Reading(Outcome.ANSWERED, (Match(open_guide, 1.0),), aspect, follow_up=True)
        return Reading(Outcome.NO_MATCH, matches, aspect)
    leads = len(matches) == 1 or matches[0].score >= min(_LEAD * matches[1].score, _TITLE)
    if matches[0].score >= _ANSWER_AT and leads:
        return Reading(Outcome.ANSWERED, matches, aspect)
    offered = tuple(match.guide_id for match in matches[:4] if match.score >= matches[0].score * _NEAR)
    return Reading(Outcome.ASKED_BACK, matches, aspect, offered=offered)


def _scores(asked: frozenset[str], guides: Mapping[str, Guide]) -> list[tuple[float, str]]:
    wording = _wordings.of(guides)
    weight = {word: _rarity(word, wording) * (1 if word in wording.told else _UNKNOWN) for word in asked}
    total = sum(weight.values())
    scored = []
    for guide_id, title in wording.titles.items():
        shared = sum(weight[word] for word in asked & title)
        shared += _IN_SUMMARY * sum(weight[word] for word in (asked - title) & wording.summaries[guide_id])
        focus = sum(1 for word in title if word in asked) / (len(title) or 1)
        if shared:
            scored.append((shared / total * (0.75 + 0.25 * focus), guide_id))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def _rarity(word: str, wording: _Wording) -> float:
    return math.log(1 + len(wording.titles) / (0.5 + wording.seen[word]))


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text) if word not in _EMPTY)


@lru_cache(maxsize=1 << 13)
def _stem(word: str) -> str:
    word = _SAME.get(word, word)
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _wording_of(guides: Mapping[str, Guide]) -> _Wording:
    titles = {guide.id: _stems(guide.title.en.lower()) for guide in guides.values()}
    summaries = {guide.id: _stems(guide.summary.en.lower()) for guide in guides.values()}
    seen = Counter(word for words in titles.values() for word in words)
    return _Wording(titles, summaries, seen, frozenset().union(*titles.values(), *summaries.values()))


_wordings = Once(_wording_of, most=2)  # of two generations of guides
