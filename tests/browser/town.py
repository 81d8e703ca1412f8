"""A town that has used the service for weeks: cases in every state, ratings, missed questions, drafts, visits."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.editing import Editing
from flows.cases import Case, CaseError, EntryKind
from flows.editing import Draft, DraftKind
from flows.hours import hours_at
from flows.visits import Visit, VisitKind
from storage.content.yaml_editing import append
from storage.unit_of_work import UnitOfWork
from tests.browser.house import House

ASKED = (
    "dang ky tam tru het bao nhieu tien",
    "làm giấy khai sinh cho con cần giấy tờ gì",
    "sang ten xe may o dau",
    "muốn ly hôn thì nộp đơn ở đâu",
    "nghi ban hang thi bao thue the nao",
    "khai sinh cho cháu bao lâu thì xong",
)
MISSED = (
    "xin phép nuôi cá sấu ở đâu",
    "nuoi ca sau xin phep o dau",
    "máy cày nhà tôi hỏng thì gọi ai",
    "lắp lò phản ứng",
)
NOTE = "Đã gọi điện, bác hẹn chiều mai ghé nhà văn hóa."
ANSWER = "Bác mở lại trang bằng trình duyệt Chrome rồi bấm nộp lần nữa giúp tôi. Được hay không bác nhắn lại nhé."
NOTICE = "VNeID đang bảo trì đến 15 giờ, mục nào cần quét mặt xin chờ."
HAMLETS = ("thon-1", "thon-2", "thon-3", "thon-4")
TEAM = ("hoa", "binh", "lan")
FATES = ("closed", "closed", "answered", "claimed", "open", "raised", "closed", "merged")


async def fill(house: House, *, days: int = 28, cases: int = 40) -> None:
    """Let some weeks go by, the last of them ending where the clock stood before."""
    end = house.clock()
    for number in range(cases):
        house.clock.now = end - timedelta(days=days) * (cases - number) / cases
        while not hours_at(house.camtay.content.current().organisation, house.clock()).is_open:
            house.clock.now += timedelta(hours=1)
        await citizens_ask(house, number)
        opened = await a_case(house, number)
        await handled(house, opened, FATES[number % len(FATES)], TEAM[number % len(TEAM)])
    house.clock.now = end
    await content_work(house)


async def citizens_ask(house: House, number: int) -> None:
    """Three citizens ask, one says it was not what was meant, and one is not understood."""
    for more in range(3):
        await house.ask(f"people-{number}-{more}", ASKED[(number + more) % len(ASKED)])
    await house.ask(f"people-{number}-0", "không phải" if number % 3 == 0 else "cảm ơn")
    await house.ask(f"missed-{number}", MISSED[number % 7 % len(MISSED)])


async def a_case(house: House, number: int) -> Case:
    """A citizen gets stuck and wants a person."""
    opened = await house.new_case(f"case-{number}", ASKED[number % len(ASKED)])
    if number % 5:
        return await house.camtay.desk.locate(opened.code, "lan", HAMLETS[number % len(HAMLETS)])
    return opened


async def handled(house: House, opened: Case, fate: str, member: str) -> None:
    """What the team makes of the case."""
    desk, code, minutes = house.camtay.desk, opened.code, 7 + opened.number % 40
    house.clock.pass_minutes(minutes)
    if fate == "raised":
        await desk.hand_up(code, member, "cần người của xã xem")
    if fate in {"open", "raised"}:
        return
    await desk.claim(code, member)
    await desk.label(code, member, ("gọi lại",) if opened.number % 2 else ("người già", "chụp ảnh"))
    await desk.write(code, member, NOTE, kind=EntryKind.NOTE)
    if fate == "claimed":
        return
    house.clock.pass_minutes(minutes)
    await desk.write(code, member, ANSWER)
    if fate == "closed":
        await desk.close(code, member)
        stars = 3 + opened.number % 3
        await house.store.run(lambda uow: uow.cases.change(existing(uow.cases.by_code(code)), stars=stars))


def existing(case: Case | None) -> Case:
    """The case, which must be there."""
    if case is None:
        raise CaseError("Ca này không còn.")
    return case


async def content_work(house: House) -> None:
    """Drafts that wait, visits and a class that were counted, a notice that is on, a question added to a guide."""
    now = house.clock()
    await house.store.run(lambda uow: keep_work(uow, now))
    notices = house.content / "notices.yaml"
    entry: dict[str, object] = {"id": "vneid-bao-tri", "topics": ["vneid"], "text": {"vi": NOTICE, "en": ""}}
    entry |= {"starts": now, "ends": now + timedelta(hours=6)}
    notices.write_text(append(notices.read_text(encoding="utf-8"), ("notices",), entry), encoding="utf-8")
    await house.camtay.content.reload()
    editing = Editing(house.store, house.camtay.content, house.content, house.clock)
    await editing.add_question("dang-ky-khai-sinh", "cháu tôi sinh ở nhà thì làm giấy khai sinh thế nào", "minh")


def keep_work(uow: UnitOfWork, now: datetime) -> None:
    """Keep what the team did beside its cases."""
    uow.drafts.add(Draft(0, now, "hoa", DraftKind.TROUBLE, "dang-ky-khai-sinh", MISSED[2], ANSWER))
    uow.drafts.add(Draft(0, now, "binh", DraftKind.QUESTION, "sang-ten-xe", "xe mua lại không có giấy bán"))
    new = Draft(0, now, "lan", DraftKind.GUIDE, "nuoi-ca-sau", MISSED[0], "Hỏi kiểm lâm.", title="Nuôi cá sấu")
    uow.drafts.add(replace(new, field="kinh-doanh"))
    for day in range(9):
        at = now - timedelta(days=day)
        uow.visits.add(Visit(at, TEAM[day % 3], hamlet=HAMLETS[day % 4], guide_id="dang-ky-tam-tru"))
    uow.visits.add(Visit(now - timedelta(days=2), "lan", VisitKind.CLASS, people=24))
