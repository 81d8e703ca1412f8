"""What a citizen's message does at the desk: opens a case, adds to it, rates it."""

from dataclasses import replace

from bot.at_desk import AtDesk
from flows.case_rules import place, reopened, withdraw
from flows.cases import Case, CaseEntry, CaseEvent, CaseStatus, EntryKind, event_entry
from flows.conversation import AppendToCase, Conversation, NewCase, OpenCase, RateCase, WithdrawCase
from flows.due_times import answer_due
from flows.messages import ChatRef
from flows.routing import hamlet_named, start_of, topics_of
from flows.team_card import CITIZEN_SAID


def open_case(desk: AtDesk, effect: OpenCase, conversation: Conversation, new: NewCase) -> None:
    """Keep the case whose number and code were announced, on its rung, with its due time, offered to somebody."""
    case = case_of(desk, effect, conversation, new)
    organisation = desk.catalog.organisation
    case = replace(case, level=start_of(case, topics_of(case, desk.catalog), desk.roster, organisation))
    desk.uow.cases.open(case)
    desk.log(case, CaseEntry(desk.now, EntryKind.CITIZEN, text=effect.question, attachments=effect.attachments))
    desk.offer(case)
    desk.post(case, attachments=effect.attachments)


def case_of(desk: AtDesk, effect: OpenCase, conversation: Conversation, new: NewCase) -> Case:
    """The case as the citizen opened it, not kept yet and on no rung."""
    organisation = desk.catalog.organisation
    due = answer_due(organisation, desk.now)
    return Case(
        number=new.number,
        code=new.code,
        chat=conversation.chat,
        status=CaseStatus.OPEN,
        reason=effect.reason,
        opened_at=desk.now,
        question=effect.question,
        guide_id=effect.guide_id,
        step_id=effect.step_id,
        place=conversation.place,
        hamlet=hamlet_named(organisation, effect.question) or effect.hamlet,
        language=conversation.language,
        due_at=due,
        promised_at=due,
        offered_at=desk.now,
        citizen_wrote_at=desk.now,
    )


def append_to_case(desk: AtDesk, effect: AppendToCase, place_code: str) -> None:
    """Add what the citizen wrote, commune and hamlet too once they are known; an answered case waits again."""
    case = desk.uow.cases.locked(effect.code)
    if case is None:
        return
    desk.log(case, CaseEntry(desk.now, EntryKind.CITIZEN, text=effect.text, attachments=effect.attachments))
    organisation = desk.catalog.organisation
    if case.status in (CaseStatus.ANSWERED, CaseStatus.CLOSED) and not effect.settles:
        case = desk.apply(case, reopened(case, desk.now, answer_due(organisation, desk.now)))
    case = desk.uow.cases.change(case, citizen_wrote_at=desk.now, place=case.place or place_code)
    hamlet = "" if case.hamlet else hamlet_named(organisation, effect.text)
    if hamlet:
        case = desk.apply(case, place(case, hamlet))
    if case.status is CaseStatus.OPEN and (hamlet or not case.offered_to):
        desk.offer(case)
    desk.post(case, f"{CITIZEN_SAID}{effect.text}".strip(), effect.attachments)


def withdraw_case(desk: AtDesk, effect: WithdrawCase, chat: ChatRef) -> None:
    """Close the case at its citizen's word, unless others whose case was merged into it wait for it too."""
    case = desk.uow.cases.locked(effect.code)
    if case is None or case.status is CaseStatus.CLOSED or chat not in (waiting := desk.listeners(case)):
        return
    if waiting != [chat]:
        desk.log(case, event_entry(desk.now, CaseEvent.WITHDRAWN))
        desk.post(case, f"{CITIZEN_SAID}Một người không cần nữa; còn người khác chờ ca này.")
        return
    closed = desk.apply(case, withdraw(case, desk.now))
    desk.post(closed, f"{CITIZEN_SAID}Người dân báo không cần nữa, ca đóng lại.")


def rate_case(desk: AtDesk, effect: RateCase, chat: ChatRef) -> None:
    """Keep stars or a word of the case's own citizen; what was given before and is not given now stays."""
    case = desk.uow.cases.locked(effect.code)
    if case is None or case.chat != chat:
        return
    stars = case.stars if effect.stars is None else effect.stars
    desk.uow.cases.change(case, stars=stars, comment=effect.comment or case.comment)
    detail = (("stars", str(effect.stars or "")), ("comment", effect.comment))
    desk.log(case, event_entry(desk.now, CaseEvent.RATED, detail=detail))
