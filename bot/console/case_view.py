"""What a case page shows: everything said, in one order, and what can be said next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.cases import Case, CaseEntry, CaseEvent, EntryKind
from flows.catalog import Catalog
from flows.guides import Guide, Step
from flows.members import Member
from flows.messages import Attachment
from flows.organisation import Organisation
from flows.phrases import Speaker
from flows.records import TurnRecord

LONG = 160


@dataclass(frozen=True, slots=True)
class Line:
    """Something said, noted or done, at its moment; `who` is citizen, bot, answer, note or event."""

    at: datetime
    who: str
    text: str
    author: str = ""
    attachments: tuple[tuple[str, Attachment], ...] = ()  # each with the last part of its address
    detail: tuple[tuple[str, str], ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether the assistant said more than a reader of the whole talk wants to see at once."""
        return self.who == "bot" and len(self.text) > LONG

    @property
    def beginning(self) -> str:
        """The first line of what was said."""
        return f"{self.text.strip().splitlines()[0][:LONG]} …"


def lines_of(turns: Sequence[TurnRecord], entries: Sequence[CaseEntry], *, with_rating: bool) -> list[Line]:
    """Turns and log in one order; what stands in both is shown once."""
    lines: list[tuple[datetime, int, Line]] = []
    logged = {(entry.at, entry.text) for entry in entries if entry.kind is EntryKind.CITIZEN}
    for turn in turns:
        if turn.question and (turn.at, turn.question) not in logged:
            lines.append((turn.at, 0, Line(turn.at, "citizen", turn.question)))
        lines += [(turn.at, 2, Line(turn.at, "bot", reply.text)) for reply in turn.replies]
    for index, entry in enumerate(entries):
        if entry.kind is EntryKind.EVENT and entry.text == CaseEvent.RATED and not with_rating:
            continue
        attachments = tuple((f"{index}/{place}", one) for place, one in enumerate(entry.attachments))
        line = Line(entry.at, entry.kind.value, entry.text, entry.author, attachments, entry.detail)
        if index == 0 and turns and entry.kind is EntryKind.CITIZEN:  # repeats what the turns tell
            line = Line(entry.at, EntryKind.EVENT.value, "opened", attachments=attachments)
        lines.append((entry.at, 1, line))
    return [line for _, _, line in sorted(lines, key=lambda line: line[:2])]


@dataclass(frozen=True, slots=True)
class Broken:
    """The guide and the step where a case broke off."""

    guide: Guide
    step: Step | None
    position: int


def broken_at(case: Case, catalog: Catalog) -> Broken | None:
    """Where the citizen was when a person was needed, or None."""
    guide = catalog.guides.get(case.guide_id or "")
    if guide is None:
        return None
    step = guide.step(case.step_id) if case.step_id else None
    return Broken(guide, step, guide.steps.index(step) + 1 if step else 0)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A canned reply with the {fields} that are known filled in; the others stay to be filled by hand."""
    for name, value in values.items():
        if value:
            text = text.replace("{" + name + "}", value)
    return text


def reply_values(case: Case, member: Member, catalog: Catalog, speaker: Speaker) -> dict[str, str]:
    """What canned replies may name."""
    organisation = catalog.organisation
    guide = catalog.guides.get(case.guide_id or "")
    return {
        "ma_ca": case.code,
        "nguoi_tra_loi": member.name,
        "huong_dan": guide.title.in_language(speaker.language) if guide else "",
        "ten_xa": organisation.name,
        "dia_chi": organisation.address,
        "dien_thoai": organisation.phone,
        "gio_lam_viec": hours_in_words(organisation, speaker),
    }


def hours_in_words(organisation: Organisation, speaker: Speaker) -> str:
    """The hours of the first weekday that has some."""
    if not organisation.hours:
        return ""
    day = min(hours.weekday for hours in organisation.hours)
    spans = [hours for hours in organisation.hours if hours.weekday == day]
    return ", ".join(f"{speaker.hour(span.opens)}–{speaker.hour(span.closes)}" for span in spans)


def first_words(question: str) -> str:
    """What the citizen asked at first; later lines of a case's question tell how it went on."""
    return next((line for line in question.splitlines() if line.strip()), "")
