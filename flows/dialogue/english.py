"""Questions in English, held against the English titles of the guides; the reader itself reads Vietnamese."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from flows.guides import Aspect, Guide
from flows.matching.reading import Match, Reading
from flows.outcomes import Outcome

_WORD = re.compile(r"[a-z]{2,}")
_EMPTY = frozenset(
    "the an and or of for to in on at by with my your our is are do does did can could would how what where when which "
    "who why it this that there be have has get want need please help me you we they from about as if not no am was "
    "much papers paper documents document fee fees cost "
    "long many hello hi thanks thank vietnam vietnamese".split()
)
_SAME = {
    "residency": "residence", "id": "identity", "licence": "license", "wedding": "marriage", "marry": "marriage",
    "married": "marriage", "baby": "birth", "born": "birth", "newborn": "birth", "driver": "driving",
    "motorbike": "vehicle", "car": "vehicle", "house": "home", "dead": "death", "died": "death", "forgotten": "forgot",
    "forget": "forgot", "phone": "phone", "mobile": "phone", "scam": "fraud", "scammed": "fraud",
}  # fmt: skip
_ASPECTS = (
    (Aspect.FEE, re.compile(r"\b(how much|fees?|cost|price|pay)\b")),
    (Aspect.TIME, re.compile(r"\b(how long|how many days|when will)\b")),
    (Aspect.PAPERS, re.compile(r"\b(papers?|documents?|bring|required)\b")),
    (Aspect.WHERE, re.compile(r"\b(where|which office)\b")),
    (Aspect.ONLINE, re.compile(r"\bonline\b")),
    (Aspect.STEPS, re.compile(r"\b(how do i|how can i|how to|steps?)\b")),
)
_IN_SUMMARY = 0.3
_ANSWER_AT, _ASK_AT, _LEAD = 0.55, 0.3, 1.25


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
    leads = len(matches) == 1 or matches[0].score >= _LEAD * matches[1].score
    if matches[0].score >= _ANSWER_AT and leads:
        return Reading(Outcome.ANSWERED, matches, aspect)
    offered = tuple(match.guide_id for match in matches[:4] if match.score >= matches[0].score / 2)
    return Reading(Outcome.ASKED_BACK, matches, aspect, offered=offered)


def _scores(asked: frozenset[str], guides: Mapping[str, Guide]) -> list[tuple[float, str]]:
    titles = {guide.id: _stems(guide.title.en.lower()) for guide in guides.values()}
    summaries = {guide.id: _stems(guide.summary.en.lower()) for guide in guides.values()}
    seen = Counter(word for words in titles.values() for word in words)
    weight = {word: math.log(1 + len(guides) / (0.5 + seen[word])) for word in asked}
    total = sum(weight.values())
    scored = []
    for guide_id, title in titles.items():
        shared = sum(weight[word] for word in asked & title)
        shared += _IN_SUMMARY * sum(weight[word] for word in (asked - title) & summaries[guide_id])
        focus = sum(1 for word in title if word in asked) / (len(title) or 1)
        if asked & title:
            scored.append((shared / total * (0.75 + 0.25 * focus), guide_id))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


@lru_cache(maxsize=1 << 10)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text) if word not in _EMPTY)


def _stem(word: str) -> str:
    word = _SAME.get(word, word)
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word
