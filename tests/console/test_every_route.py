"""Who may open what: every address the router knows is asked as nobody, team, lead, editor and admin.

An address that is in none of the tables below fails the first test: whoever adds one has to say who may open it.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from aiohttp import ClientResponse
from aiohttp.web import UrlDispatcher

from bot.invitations import new_link
from flows.access import Right
from flows.cases import Case
from flows.editing import ContentEdit, Draft, DraftKind
from flows.members import Role
from tests.browser.house import House
from tests.console.conftest import Doorman, Visit

ACTS = ("answer", "claim", "close", "draft", "hand-on", "label", "merge", "note", "place", "release", "reopen", "up")
Address = tuple[str, str]  # method and path
FOR_CITIZENS = {
    "GET": {
        "/", "/embed.js", "/h", "/h/{guide_id}", "/h/{guide_id}/qr.svg", "/h/{guide_id}/qr-telegram.svg", "/healthz",
        "/files/{token}/{name}",
        "/static/{digest}/{name}", "/web/events",
    },
    "POST": {"/web/files", "/web/messages"},
}  # fmt: skip
FOR_ALL = {
    "GET": {"/console/sign-in", "/console/sign-in/{secret}"},
    "POST": {"/console/sign-in", "/console/sign-in/{secret}"},
}
READS = {
    Right.CASES: {
        "/console", "/console/list", "/console/events", "/console/me", "/console/try", "/console/organisation",
        "/console/cases/{code}", "/console/cases/{code}/draft", "/console/cases/{code}/files/{entry}/{place}",
        "/console/beside", "/console/beside/{guide}",
    },
    Right.CONTENT: {
        "/console/guides", "/console/guides/{guide}", "/console/guides/{guide}/form", "/console/new-guide",
        "/console/files", "/console/files/edit", "/console/history", "/console/history/{number}", "/console/notices",
        "/console/unanswered", "/console/drafts", "/console/drafts/{number}",
    },
    Right.NUMBERS: {
        "/console/numbers", "/console/numbers/days.csv", "/console/numbers/weeks.xlsx", "/console/numbers/open.csv",
    },
    Right.PEOPLE: {"/console/people", "/console/people/{member}"},
}  # fmt: skip
WRITES = {
    Right.CASES: {
        "/console/sign-out", "/console/me/browsers/{digest}/revoke", "/console/me/presence",
        "/console/beside/class", "/console/beside/{guide}/done",
        *(f"/console/cases/{{code}}/{act}" for act in ACTS),
    },
    Right.CONTENT: {
        "/console/guides/{guide}/form", "/console/new-guide", "/console/files/edit", "/console/files/check",
        "/console/history/{number}/undo", "/console/notices", "/console/notices/{notice}/end",
        "/console/notices/{notice}/remove", "/console/unanswered/add", "/console/unanswered/set-aside",
        "/console/drafts/{number}",
    },
    Right.NUMBERS: set(),
    Right.PEOPLE: {"/console/people", "/console/people/{member}", "/console/people/{member}/link"},
}  # fmt: skip
MAY = {
    Role.TEAM: {Right.CASES},
    Role.LEAD: {Right.CASES, Right.NUMBERS},
    Role.EDITOR: {Right.CASES, Right.CONTENT, Right.NUMBERS},
    Role.ADMIN: {Right.CASES, Right.CONTENT, Right.NUMBERS, Right.PEOPLE},
}
BY_ROLE = {Role.TEAM: "hoa", Role.LEAD: "lan", Role.EDITOR: "minh", Role.ADMIN: "quang"}
STREAMS = {"/console/events", "/web/events"}
WITHOUT_FILE = "/console/cases/{code}/files/{entry}/{place}"  # the case of this test has none
GUIDE = "dang-ky-khai-sinh"
SECRET_WORDS = "con tôi tên Nguyễn Bí Mật"


def addresses(router: UrlDispatcher) -> set[Address]:
    return {
        (route.method, route.resource.canonical)
        for route in router.routes()
        if route.resource is not None and route.method != "HEAD"
    }


def tables() -> dict[Address, Right | None]:
    """Every address this test knows, with the right it needs; None where everybody may come."""
    free = {(method, path): None for table in (FOR_ALL, FOR_CITIZENS) for method in table for path in table[method]}
    reads = {("GET", path): right for right, paths in READS.items() for path in paths}
    writes = {("POST", path): right for right, paths in WRITES.items() for path in paths}
    return {**free, **reads, **writes}


@dataclass(frozen=True, slots=True)
class Shown:
    """A house with one of everything, so that every address leads somewhere."""

    house: House
    case: Case

    def filled(self, path: str) -> str:
        """The address with real names in its gaps."""
        names = {"code": self.case.code, "guide": GUIDE, "guide_id": GUIDE, "member": "hoa", "number": "1"}
        rest = dict.fromkeys(("entry", "place", "digest", "notice", "secret", "token", "name"), "1")
        query = f"?file=guides/ho-tich/{GUIDE}.yaml" if path == "/console/files/edit" else ""
        return path.format(**names, **rest) + query


async def shown(house: House) -> Shown:
    """The house, with a case of thôn 1, a draft and a change of the content in it."""
    case = await house.new_case("c1", SECRET_WORDS)
    case = await house.camtay.desk.locate(case.code, "lan", "thon-1")
    now = house.clock()
    draft = Draft(0, now, "hoa", DraftKind.QUESTION, GUIDE, "làm khai sinh cho bé")
    edit = ContentEdit(0, now, "minh", f"guides/ho-tich/{GUIDE}.yaml", "a\n", "b\n")
    await house.store.run(lambda uow: uow.drafts.add(draft))
    await house.store.run(lambda uow: uow.content_edits.add(edit))
    return Shown(house, case)


async def asked(visit: Visit, method: str, address: str, **form: str) -> tuple[ClientResponse, str]:
    async with visit.http.request(method, visit.address + address, data=form, allow_redirects=False) as answer:
        return answer, await answer.text(errors="replace")


async def test_somebody_has_said_of_every_address_who_may_open_it(house: House) -> None:
    assert set(addresses(house.router)) == set(tables())


async def test_nobody_gets_past_the_door_and_reads_nothing_of_a_case(house: House, doorman: Doorman) -> None:
    here, nobody = await shown(house), await doorman.let_in()
    for (method, path), right in tables().items():
        if path in STREAMS:
            continue
        answer, text = await asked(nobody, method, here.filled(path), token="0" * 64)
        assert "Bí Mật" not in text, (method, path)
        if right is not None:
            assert answer.status == 401, (method, path)
            assert "Chưa đăng nhập" in text
            assert answer.headers["Cache-Control"] == "no-store"
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_members_open_what_their_role_allows_and_nothing_else(house: House, doorman: Doorman) -> None:
    here = await shown(house)
    for role, member in BY_ROLE.items():
        visit = await doorman.let_in(member)
        for (method, path), right in tables().items():
            if right is None or path in STREAMS:
                continue
            allowed = right in MAY[role]
            # What is not allowed is asked with the member's own token, what is allowed without: nothing is changed.
            token = "" if allowed else visit.token
            answer, text = await asked(visit, method, here.filled(path), token=token)
            told = (role.value, method, path, answer.status)
            if not allowed:
                assert (answer.status, "Không có quyền" in text) == (403, True), told
            elif method == "POST":
                assert (answer.status, "Trang đã cũ" in text) == (403, True), told
            else:
                assert answer.status == (404 if path == WITHOUT_FILE else 200), told


async def test_the_stream_of_changes_is_for_members(house: House, doorman: Doorman) -> None:
    nobody, member = await doorman.let_in(), await doorman.let_in("hoa")
    assert (await nobody.get("/console/events"))[0] == 401
    async with member.http.get(f"{member.address}/console/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert (await stream.content.readline()).startswith(b"event: cases")
        now = house.clock()
        [browser] = await house.store.read(lambda uow: uow.members.sign_ins("hoa", now))
        await house.store.run(lambda uow: uow.members.revoke(browser.digest, now))
        house.camtay.live.changed()
        assert b"event" not in await stream.content.read()  # it ends with the right to look


async def test_a_member_of_another_hamlet_cannot_touch_a_case(house: House, doorman: Doorman) -> None:
    here, stranger = await shown(house), await doorman.let_in("binh")
    await house.store.run(lambda uow: uow.cases.change(here.case, offered_to=""))
    for method, path in tables():
        if "{code}" in path:
            answer, text = await asked(stranger, method, here.filled(path), token=stranger.token, text="x", into="x")
            assert answer.status == 404, (method, path)
            assert "Bí Mật" not in text
    assert here.case.code not in (await stranger.get("/console"))[1]
    assert here.case.code not in (await stranger.get("/console/list?list=all&q=bi mat"))[1]


async def test_a_link_of_somebody_dismissed_opens_nothing(house: House, doorman: Doorman) -> None:
    now = house.clock()
    secret = await house.store.run(lambda uow: new_link(uow, "hoa", now))
    admin, gone = await doorman.let_in("quang"), await doorman.let_in("hoa")
    assert (await admin.post("/console/people/hoa", name="Cô Hoa", role="team")).status == 303
    assert (await gone.get("/console"))[0] == 401
    answer, _ = await asked(await doorman.let_in(), "POST", f"/console/sign-in/{secret}")
    assert answer.status == 401


FIELDS = (
    "answer before colleague do en ends field file from guide hamlet id ids into labels level month name note number "
    "other people place presence q question rehearsed reply role starts step text title topics vi weeks why"
).split()
GARBAGE = ("../<script>alert(1)</script>ă\0💥", "9" * 30, "2026-13-45")


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_garbage_in_every_gap_and_field_breaks_no_page(house: House, doorman: Doorman, garbage: str) -> None:
    here, admin = await shown(house), await doorman.let_in("quang")
    asks = [(method, here.filled(path)) for method, path in tables() if path not in STREAMS | {"/console/sign-out"}]
    gaps = [path for _, path in tables() if "{" in path and path.startswith("/console")]
    asks += [("GET", re.sub(r"\{\w+\}", quote(garbage, safe=""), path)) for path in gaps]
    for method, address in asks:
        house.clock.pass_minutes(1)  # no limit is met
        filled = dict.fromkeys(FIELDS, garbage)
        query = "" if "?" in address or method == "POST" else f"?{urlencode(filled)}"
        answer, page = await asked(admin, method, address + query, token=admin.token, **filled)
        assert answer.status < 500, (method, address)
        assert "<script>alert(1)" not in page, (method, address)
