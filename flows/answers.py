"""A guide as an answer: what was asked first, then source, date checked and the official page."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from flows.guides import Aspect, Confidence, Fact, Guide, KnownError, Notice, OldTerm, Paper, Step
from flows.phrases import Speaker
from flows.words import contains, syllables

ORDER = (Aspect.FEE, Aspect.TIME, Aspect.PAPERS, Aspect.WHERE, Aspect.ONLINE)
CHIEF = (Aspect.FEE, Aspect.TIME, Aspect.WHERE)
_SOURCES = 3  # named in full; the others are counted
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+ đồng|% lương")
MOST_SHOWN = 8  # facts of one aspect in one answer


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is spoken to, in which language and on which day."""

    speaker: Speaker
    today: date
    plain: bool = False

    def say(self, source: str, **values: object) -> str:
        """The sentence in the reader's language."""
        return self.speaker.say(source, **values)


def facts_of(guide: Guide, aspect: Aspect) -> tuple[Fact, ...]:
    """The facts of a guide that speak of `aspect`."""
    by_aspect = {
        Aspect.FEE: guide.fee,
        Aspect.TIME: guide.time,
        Aspect.WHERE: guide.place,
        Aspect.ONLINE: guide.online,
    }
    return by_aspect.get(aspect, ())


def answer_text(voice: Voice, guide: Guide, aspects: tuple[Aspect, ...]) -> str:
    """The answer to what was asked of a guide; without an aspect, what it is and the chief facts."""
    language = voice.speaker.language
    title = guide.title.in_language(language)
    in_general = not aspects or aspects == (Aspect.STEPS,)
    if voice.plain and in_general:
        ask = voice.say("Bấm số 1, tôi chỉ từng việc một.")
        return "\n\n".join(filter(None, [title, guide.summary.in_language(language), late_line(voice, guide), ask]))
    parts = [title, *(aspect_text(voice, guide, aspect) for aspect in aspects)]
    shown = tuple(fact for aspect in aspects for fact in _in_force(voice, guide, aspect))
    if Aspect.FEE in aspects and (received := _money_received(voice, guide)):
        parts.append("\n".join([voice.say("Số tiền:"), *(f"• {fact_line(voice, fact)}" for fact in received)]))
        shown += received
    if Aspect.PAPERS in aspects:
        shown += tuple(fact for fact in guide.legal if fact.holds_on(voice.today))[:1]
    if in_general:
        parts[0] = f"{title}\n{guide.summary.in_language(language)}"
        parts.append(chief_facts(voice, guide))
        shown = tuple(fact for aspect in CHIEF for fact in _chief(voice, guide, aspect))
    parts += [source_line(voice, shown), late_line(voice, guide), portal_line(voice, guide)]
    return "\n\n".join(part for part in parts if part)


def _money_received(voice: Voice, guide: Guide) -> tuple[Fact, ...]:
    """What a benefit pays: "được bao nhiêu" asks for money as "hết bao nhiêu" does, and both are told."""
    held = (fact for fact in guide.result if fact.holds_on(voice.today) and _MONEY.search(fact.value))
    return tuple(held)[:MOST_SHOWN]


def aspect_text(voice: Voice, guide: Guide, aspect: Aspect) -> str:
    """One aspect of a guide, all cases that hold today."""
    if aspect is Aspect.PAPERS:
        return papers_text(voice, guide)
    if aspect is Aspect.STEPS:
        return steps_text(voice, guide)
    facts = _in_force(voice, guide, aspect)
    if not facts:
        return _nothing_known(voice, aspect)
    heading = _heading(voice, guide, aspect)
    if len(facts) == 1:
        return f"{heading} {fact_line(voice, facts[0])}"
    return "\n".join([heading, *(f"• {fact_line(voice, fact)}" for fact in facts)])


def fact_line(voice: Voice, fact: Fact) -> str:
    """A fact as one line: the figure, its case, and whether it is still to be confirmed."""
    figure = voice.speaker.money(fact.amount) if fact.amount is not None else fact.value
    if fact.amount is not None and fact.value:
        figure = f"{figure} ({fact.value})"
    line = f"{figure} – {fact.note}" if fact.note else figure
    if fact.valid_to is not None:
        line += voice.say(" (áp dụng đến hết ngày {day})", day=voice.speaker.short_day(fact.valid_to))
    if fact.confidence is Confidence.UNCONFIRMED:
        line += voice.say(" (cần kiểm tra lại với nơi tiếp nhận)")
    return line


def papers_text(voice: Voice, guide: Guide) -> str:
    """What to prepare; what the population data already holds is said apart."""
    if not guide.papers:
        return voice.say("Giấy tờ: việc này không cần chuẩn bị giấy tờ riêng.")
    needed = [paper for paper in guide.papers if not paper.in_data]
    held = [paper for paper in guide.papers if paper.in_data]
    lines: list[str] = (
        [voice.say("Giấy tờ cần chuẩn bị:"), *(f"• {_paper_line(paper)}" for paper in needed)] if needed else []
    )
    if held:
        lines.append(voice.say("Đã có trong dữ liệu dân cư, thường không phải nộp bản giấy:"))
        lines += [f"• {_paper_line(paper)}" for paper in held]
    return "\n".join(lines)


def steps_text(voice: Voice, guide: Guide) -> str:
    """The way through a guide in short: the first sentence of each step, as far as the way does not divide."""
    lines: list[str] = []
    step: Step | None = guide.steps[0]
    while step is not None and not step.choices and len(lines) < len(guide.steps):
        lines.append(f"{len(lines) + 1}. {_first_sentence(step.text)}")
        step = guide.step_after(step)
    if step is not None and step.choices:
        lines += [_ways(voice, step, first=not lines)]
    return "\n".join([voice.say("Cách làm:"), *lines])


def _ways(voice: Voice, step: Step, *, first: bool) -> str:
    ways = "\n".join(f"• {choice.label}" for choice in step.choices)
    if first:
        return voice.say("Mỗi trường hợp một cách làm. Bấm Bắt đầu từng bước rồi chọn:\n{ways}", ways=ways)
    return voice.say("Từ đây tùy trường hợp, tôi sẽ hỏi rồi chỉ tiếp:\n{ways}", ways=ways)


def chief_facts(voice: Voice, guide: Guide) -> str:
    """The first fact of fee, time and place, one line each; behind a fee for some, what the others pay."""
    lines: list[str] = []
    for aspect in CHIEF:
        for number, fact in enumerate(_chief(voice, guide, aspect)):
            heading = voice.say("Nếu không thuộc diện trên:") if number else _heading(voice, guide, aspect)
            lines.append(f"• {heading} {fact_line(voice, fact)}")
    return "\n".join(lines)


def _chief(voice: Voice, guide: Guide, aspect: Aspect) -> tuple[Fact, ...]:
    facts = _in_force(voice, guide, aspect)
    passing = aspect is Aspect.FEE and facts and facts[0].valid_to is not None
    return facts[:2] if passing else facts[:1]


def source_line(voice: Voice, facts: Iterable[Fact]) -> str:
    """Where the shown facts were read, and the day the oldest was checked."""
    facts = tuple(facts)
    if not facts:
        return ""
    named = list(dict.fromkeys(part.strip() for fact in facts for part in fact.source.split(";")))
    sources = "; ".join(named[:_SOURCES])
    if len(named) > _SOURCES:
        sources = voice.say("{sources} và {count} nguồn khác", sources=sources, count=len(named) - _SOURCES)
    oldest = min(fact.checked_on for fact in facts)
    return voice.say("Nguồn: {sources}. Kiểm tra ngày {day}.", sources=sources, day=voice.speaker.short_day(oldest))


def late_line(voice: Voice, guide: Guide) -> str:
    """A word of care when the guide should have been looked at again by now."""
    if guide.review_by is None or voice.today <= guide.review_by:
        return ""
    day = voice.speaker.short_day(guide.review_by)
    return voice.say(
        "Lưu ý: thông tin này lẽ ra được rà soát trước ngày {day} nhưng chưa được, xin hỏi lại nơi tiếp nhận cho chắc.",
        day=day,
    )


def portal_line(voice: Voice, guide: Guide) -> str:
    """The official page, and what to type into its search box."""
    if not guide.procedure_name:
        return ""
    return voice.say('Trang chính thức: dichvucong.gov.vn, gõ "{name}" vào ô tìm kiếm.', name=guide.procedure_name)


def notices_for(notices: Collection[Notice], guide: Guide, now: datetime, language: str) -> tuple[str, ...]:
    """The notices that hold now and speak of the guide, its field, or something it depends on."""
    if not notices:
        return ()
    topics = {guide.id, guide.field, "tat-ca", *guide.depends_on}
    return tuple(
        item.text.in_language(language)
        for item in notices
        if not topics.isdisjoint(item.topics)
        and (item.starts is None or item.starts <= now)
        and (item.ends is None or now < item.ends)
    )


def old_terms_in(guide: Guide, question: str) -> tuple[OldTerm, ...]:
    """The terms of yesterday that the question used."""
    if not guide.old_terms:
        return ()
    words = " ".join(syllables(question))
    return tuple(old for old in guide.old_terms if any(contains(words, term) for term in _folded(old.terms)))


@lru_cache(maxsize=1 << 10)
def _folded(terms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(syllables(term)) for term in terms)


def error_text(voice: Voice, error: KnownError) -> str:
    """An entry of the error clinic: why, what to do, whom to call."""
    parts = [error.cause, voice.say("Cách xử lý: {action}", action=error.action)]
    if error.call:
        parts.append(error.call)
    if error.confidence is Confidence.UNCONFIRMED:
        parts.append(voice.say("Điều này cần kiểm tra lại với nơi tiếp nhận."))
    if error.source and error.checked_on:
        day = voice.speaker.short_day(error.checked_on)
        parts.append(voice.say("Nguồn: {sources}. Kiểm tra ngày {day}.", sources=error.source, day=day))
    return "\n\n".join(parts)


def _in_force(voice: Voice, guide: Guide, aspect: Aspect) -> tuple[Fact, ...]:
    facts = tuple(fact for fact in facts_of(guide, aspect) if fact.holds_on(voice.today))
    return facts[: 4 if voice.plain else MOST_SHOWN]


def _heading(voice: Voice, guide: Guide, aspect: Aspect) -> str:
    headings = {
        Aspect.FEE: voice.say("Lệ phí:"),
        Aspect.TIME: voice.say("Thời gian:"),
        Aspect.WHERE: voice.say("Nơi nộp:") if guide.procedure_name else voice.say("Ở đâu:"),
        Aspect.ONLINE: voice.say("Làm trên mạng:"),
    }
    return headings[aspect]


def _nothing_known(voice: Voice, aspect: Aspect) -> str:
    missing = {
        Aspect.FEE: voice.say(
            "Lệ phí: tôi chưa có con số đã kiểm tra. Xin hỏi nơi tiếp nhận hoặc bấm Gặp người hỗ trợ."
        ),
        Aspect.TIME: voice.say(
            "Thời gian: tôi chưa có thời hạn đã kiểm tra. Xin hỏi nơi tiếp nhận hoặc bấm Gặp người hỗ trợ."
        ),
        Aspect.WHERE: voice.say("Nơi nộp: tôi chưa có thông tin đã kiểm tra. Bấm Gặp người hỗ trợ để được chỉ chỗ."),
        Aspect.ONLINE: voice.say(
            "Tôi chưa có thông tin đã kiểm tra về việc làm trên mạng. Bấm Gặp người hỗ trợ để hỏi."
        ),
    }
    return missing[aspect]


def _paper_line(paper: Paper) -> str:
    return f"{paper.text} ({paper.note})" if paper.note else paper.text


def _first_sentence(text: str) -> str:
    head, mark, _ = text.partition(". ")
    return head + mark.rstrip()
