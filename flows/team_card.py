"""How a case looks in the team's group: a title, a card and the buttons under it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.cases import Case, CaseReason, CaseStatus
from flows.catalog import Catalog
from flows.ladder import rung_named
from flows.messages import ChannelName, Choice
from flows.phrases import Speaker

PREFIX = "desk:"  # how the ids of the buttons begin, and no id of the dialogue
LONGEST_TITLE = 128  # Telegram's limit on a topic's name
LONGEST_QUESTION = 900
MOST_LABELS = 5
CITIZEN_SAID = "👤 "  # before what a citizen wrote, wherever it is told in the group
NameOf = Callable[[str], str]
Shown = Callable[[str], str]  # a citizen's words as the group may see them
REASONS = {
    CaseReason.REQUESTED: "xin gặp người",
    CaseReason.NO_MATCH: "trợ lý không hiểu",
    CaseReason.REFUSED: "hai lần “không phải”",
    CaseReason.STUCK: "bị kẹt giữa chừng",
    CaseReason.ATTACHMENT: "gửi ảnh hoặc lời nói cần người xem",
    CaseReason.PROACTIVE: "người của Tổ mở giúp",
}
CHANNELS: dict[str, str] = {
    ChannelName.WEB: "trang web",
    ChannelName.TELEGRAM: "Telegram",
    ChannelName.ZALO_OA: "Zalo",
    ChannelName.ZALO_BOT: "Zalo",
    ChannelName.CONSOLE: "giúp tại chỗ",
}


@dataclass(frozen=True, slots=True)
class TeamCard:
    """What the group sees of a case."""

    title: str
    text: str
    choices: tuple[Choice, ...] = ()
    is_closed: bool = False


def card_of(case: Case, catalog: Catalog, name_of: NameOf, now: datetime, shown: Shown = str) -> TeamCard:
    """The card of `case` as it stands at `now`, with what the citizen wrote as `shown` makes it."""
    state, place = state_of(case, name_of), place_of(case, catalog)
    title = " · ".join(part for part in (f"{sign_of(case, now)} {case.code}", place, state) if part)
    return TeamCard(
        title=title[:LONGEST_TITLE],
        text="\n".join(_lines(case, catalog, name_of, now, shown)),
        choices=choices_of(case),
        is_closed=case.status is CaseStatus.CLOSED,
    )


def sign_of(case: Case, now: datetime) -> str:
    """One coloured dot: red is late, yellow waits, blue is being helped, green is answered, white is done."""
    if case.status is CaseStatus.CLOSED:
        return "⚪"
    if case.status is CaseStatus.ANSWERED:
        return "🟢"
    if case.due_at is not None and case.due_at <= now:
        return "🔴"
    return "🔵" if case.status is CaseStatus.CLAIMED else "🟡"


def state_of(case: Case, name_of: NameOf) -> str:
    """How the case stands, in a few words."""
    holder = name_of(case.assignee)
    words = {
        CaseStatus.OPEN: "chờ nhận",
        CaseStatus.CLAIMED: f"{holder} đã nhận",
        CaseStatus.ANSWERED: f"{holder} đã trả lời",
        CaseStatus.CLOSED: "đã đóng",
    }
    return words[case.status]


def place_of(case: Case, catalog: Catalog) -> str:
    """The hamlet or commune of the case, and the rung where it is above them."""
    commune = catalog.places.communes.get(case.place) if case.place != catalog.organisation.place else None
    here = catalog.organisation.hamlet(case.hamlet) or commune
    rung = "" if case.level == "hamlet" else rung_named(catalog.organisation, case.level).name
    return ", ".join(part for part in (here.name if here else "", rung) if part)


def choices_of(case: Case) -> tuple[Choice, ...]:
    """The buttons that fit the state of the case."""
    claim, close = _choice("claim", case, "Nhận ca"), _choice("close", case, "Đóng ca")
    release, give = _choice("release", case, "Trả lại"), _choice("list", case, "Chuyển người")
    up = Choice(f"{PREFIX}up:{case.code}:{case.level}", "Chuyển lên")  # a second tap must not climb a second rung
    by_status = {
        CaseStatus.OPEN: (claim, up),
        CaseStatus.CLAIMED: (close, release, give, up),
        CaseStatus.ANSWERED: (close, give, up),
        CaseStatus.CLOSED: () if case.merged_into else (_choice("reopen", case, "Mở lại"),),
    }
    return by_status[case.status]


def give_choice(case: Case, colleague: str, label: str) -> Choice:
    """The button that hands the case to a colleague."""
    return Choice(f"{PREFIX}give:{case.code}:{colleague}", label)


def _choice(deed: str, case: Case, label: str) -> Choice:
    return Choice(f"{PREFIX}{deed}:{case.code}", label)


def _lines(case: Case, catalog: Catalog, name_of: NameOf, now: datetime, shown: Shown) -> list[str]:
    speaker, place = catalog.phrases.speaker("vi"), place_of(case, catalog)
    lines = [f"{sign_of(case, now)} Ca số {case.number} #{case.code} · {state_of(case, name_of)}"]
    lines += [place] if place else []
    lines += [f"{CHANNELS.get(case.chat.channel, case.chat.channel)} · {REASONS[case.reason]}"]
    lines += [*_guide(case, catalog), *_question(shown(case.question.strip()))]
    if case.status in (CaseStatus.OPEN, CaseStatus.CLAIMED) and case.due_at is not None:
        lines += [_due(case.due_at, speaker, now)]
    if case.status is CaseStatus.OPEN and case.offered_to:
        lines += [f"Mời {name_of(case.offered_to)} nhận; ai rảnh cũng nhận được."]
    if case.labels:
        lines += ["Nhãn: " + ", ".join(case.labels[:MOST_LABELS])]
    if case.status is not CaseStatus.CLOSED:
        lines += ["Trả lời tin này là gửi cho người dân. /ghichu … là ghi chú nội bộ."]
    return lines


def _question(text: str) -> list[str]:
    return ["", f"“{text[:LONGEST_QUESTION]}{'…' if len(text) > LONGEST_QUESTION else ''}”", ""] if text else []


def _guide(case: Case, catalog: Catalog) -> list[str]:
    guide = catalog.guides.get(case.guide_id or "")
    if guide is None:
        return []
    step = guide.step(case.step_id) if case.step_id else None
    where = f", bước {guide.steps.index(step) + 1}" if step else ""
    return [f"Hướng dẫn: {guide.title.in_language('vi')}{where}"]


def _due(due: datetime, speaker: Speaker, now: datetime) -> str:
    late = "Quá hạn từ" if due <= now else "Trả lời trước"
    return f"{late} {speaker.soon(due, now)}."
