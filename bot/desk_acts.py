"""What a member does with one case, within one transaction."""

from dataclasses import replace
from datetime import timedelta

from bot.at_desk import AtDesk
from flows import case_rules, case_words
from flows.case_rules import checked_text, must_be_open, must_hold
from flows.cases import Case, CaseEntry, CaseError, CaseEvent, CaseStatus, EntryKind, event_entry
from flows.due_times import answer_due
from flows.ladder import rung_named
from flows.messages import Attachment, AttachmentKind
from flows.records import Origin
from flows.team_card import CITIZEN_SAID

IMPATIENCE = timedelta(seconds=30)
PICTURE_WORDS = {
    AttachmentKind.PHOTO: "[ảnh]",
    AttachmentKind.VOICE: "[lời nói]",
    AttachmentKind.VIDEO: "[phim]",
    AttachmentKind.FILE: "[tệp]",
    AttachmentKind.LOCATION: "[vị trí]",
}


def claim(desk: AtDesk, case: Case, member_id: str) -> Case:
    """The case, now the member's."""
    if case.assignee == member_id and case.status is not CaseStatus.CLOSED:
        return case  # a second tap
    change = case_rules.claim(case, desk.member(member_id), desk.name_of(case.assignee), desk.now)
    claimed = desk.apply(case, change, member_id)
    desk.post(claimed)
    return claimed


def release(desk: AtDesk, case: Case, member_id: str) -> Case:
    """The case, given back and offered to somebody else."""
    change = case_rules.release(case, desk.member(member_id), desk.name_of(case.assignee), desk.now)
    released = desk.offer(desk.apply(case, change, member_id))
    desk.post(released, f"↩️ {desk.name_of(member_id)} trả lại ca.{desk.invitation(released)}")
    return released


def answer(desk: AtDesk, case: Case, member_id: str, text: str, attachments: tuple[Attachment, ...]) -> Case:
    """The case, answered."""
    text = "" if attachments and not text.strip() else checked_text(text, "Câu trả lời đang để trống.")
    must_be_open(case)
    member = desk.member(member_id)
    must_hold(case, member, desk.name_of(case.assignee))
    entry = CaseEntry(desk.now, EntryKind.ANSWER, member_id, text, attachments)
    if is_repeated(desk, case, entry):
        return case
    desk.log(case, entry)
    answered = desk.uow.cases.change(case, **case_rules.answered(case, member, desk.now))
    desk.tell(answered, case_words.answer(answered, desk.catalog, text, attachments))
    desk.post(answered, f"✅ {member.name} trả lời: {text or sent(attachments)}")
    return answered


def note(desk: AtDesk, case: Case, member_id: str, text: str, attachments: tuple[Attachment, ...]) -> Case:
    """The case, with a note in its log."""
    text = "" if attachments and not text.strip() else checked_text(text, "Ghi chú đang để trống.")
    entry = CaseEntry(desk.now, EntryKind.NOTE, member_id, text, attachments)
    if is_repeated(desk, case, entry):
        return case
    desk.log(case, entry)
    desk.post(case, f"📝 {desk.name_of(member_id)} ghi chú: {text or sent(attachments)}")
    return case


def is_repeated(desk: AtDesk, case: Case, entry: CaseEntry) -> bool:
    """Whether the member has just written the very same: a form sent twice by an impatient tap."""
    last = next((known for known in reversed(desk.uow.cases.entries(case.number)) if known.kind is entry.kind), None)
    if last is None or entry.at - last.at > IMPATIENCE:
        return False
    same = (last.author, last.text) == (entry.author, entry.text)
    return same and not last.attachments and not entry.attachments


WRITTEN = {EntryKind.ANSWER: answer, EntryKind.NOTE: note}


def hand_on(desk: AtDesk, case: Case, member_id: str, colleague_id: str) -> Case:
    """The case, handed to a colleague."""
    colleague = desk.uow.members.get(colleague_id)
    if colleague is None:
        raise CaseError(f"Không có ai mang mã {colleague_id} trong Tổ.")
    change = case_rules.hand_on(case, desk.member(member_id), colleague, desk.name_of(case.assignee), desk.now)
    handed = desk.apply(case, change, member_id)
    desk.post(handed, f"➡️ {desk.name_of(member_id)} chuyển ca cho {colleague.name}.")
    return handed


def hand_up(desk: AtDesk, case: Case, member_id: str, why: str, seen: str) -> Case:
    """The case, one rung higher than where it was `seen`; CaseError where it has climbed meanwhile."""
    if seen and case.level != seen:
        name = rung_named(desk.catalog.organisation, case.level).name
        raise CaseError(f"Ca {case.code} đã được chuyển lên {name} rồi.")
    must_hold(case, desk.member(member_id), desk.name_of(case.assignee))
    return desk.raise_up(case, why.strip()[:200] or "by-hand", member_id)


def locate(desk: AtDesk, case: Case, member_id: str, hamlet: str) -> Case:
    """The case, placed in a hamlet."""
    if hamlet not in {known.id for known in desk.catalog.organisation.hamlets}:
        raise CaseError("Không có thôn này trong organisation.yaml.")
    placed = desk.apply(case, case_rules.place(case, hamlet), member_id)
    if placed.status is CaseStatus.OPEN:
        placed = desk.offer(placed)
    desk.post(placed)
    return placed


def label(desk: AtDesk, case: Case, member_id: str, labels: tuple[str, ...]) -> Case:
    """The case, with other labels."""
    labelled = desk.apply(case, case_rules.label(case, labels), member_id)
    desk.post(labelled)
    return labelled


def merge(desk: AtDesk, case: Case, member_id: str, into_code: str) -> Case:
    """The case that goes on."""
    into = desk.existing(into_code)
    member = desk.member(member_id)
    waiting_here = desk.listeners(case)
    merged = desk.apply(case, case_rules.merge(case, into, member, desk.name_of(case.assignee), desk.now), member_id)
    for entry in desk.uow.cases.entries(case.number):
        if entry.kind is EntryKind.CITIZEN:
            desk.log(into, replace(entry, detail=(*entry.detail, ("from", case.code))))
    desk.log(into, event_entry(desk.now, CaseEvent.MERGED_FROM, member_id, (("from", case.code),)))
    for chat in waiting_here:
        conversation = desk.uow.conversations.get(chat)
        if conversation.open_case == case.code:
            desk.uow.conversations.save(replace(conversation, open_case=into.code), desk.now)
        message = case_words.merged(case, into, desk.catalog)
        desk.waiting.append(desk.uow.outbox.add(chat, message, desk.now, origin=Origin.NOTICE, case_code=into.code))
    desk.post(merged)
    desk.post(into, f"🔗 Gộp thêm ca {case.code}.")
    if case.question.strip():
        desk.post(into, f"{CITIZEN_SAID}{case.question.strip()}")
    return into


def reopen(desk: AtDesk, case: Case, member_id: str) -> Case:
    """The closed case, open again."""
    if case.status is not CaseStatus.CLOSED:
        raise CaseError(f"Ca {case.code} chưa đóng.")
    if case.merged_into is not None:
        raise CaseError(f"Ca {case.code} đã gộp vào ca khác, không mở lại được.")
    conversation = desk.uow.conversations.get(case.chat)
    if not case.chat.chat_id:
        raise CaseError("Người dân đã xóa dữ liệu, không mở lại ca được.")
    if conversation.open_case:
        raise CaseError(f"Người dân đang có ca {conversation.open_case}. Xin trả lời ở ca đó.")
    due = answer_due(desk.catalog.organisation, desk.now)
    opened = desk.apply(replace(case, assignee=member_id), case_rules.reopened(case, desk.now, due), member_id)
    opened = desk.uow.cases.change(opened, status=CaseStatus.CLAIMED, assignee=member_id, claimed_at=desk.now)
    desk.uow.conversations.save(replace(conversation, open_case=case.code, silence_told=False), desk.now)
    desk.tell(opened, case_words.reopened(opened, desk.catalog), Origin.NOTICE)
    desk.post(opened)
    return opened


def sent(attachments: tuple[Attachment, ...]) -> str:
    """What was sent beside words, in words."""
    return " ".join(PICTURE_WORDS.get(attachment.kind, "[tệp]") for attachment in attachments)
