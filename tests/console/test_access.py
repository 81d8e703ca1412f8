"""Who may open what: every address under /console is asked as nobody, team, lead, editor and admin."""

import pytest
from aiohttp.web import UrlDispatcher

from flows.access import Right, may
from flows.members import Role
from tests.browser.house import MEMBERS, House
from tests.console.conftest import Doorman

FOR_ALL = {
    ("GET", "/console/sign-in"), ("POST", "/console/sign-in"),
    ("GET", "/console/sign-in/{secret}"), ("POST", "/console/sign-in/{secret}"),
}  # fmt: skip
NEEDS = {
    "/console/guides": Right.CONTENT,
    "/console/new-guide": Right.CONTENT,
    "/console/files": Right.CONTENT,
    "/console/history": Right.CONTENT,
    "/console/notices": Right.CONTENT,
    "/console/unanswered": Right.CONTENT,
    "/console/drafts": Right.CONTENT,
    "/console/numbers": Right.NUMBERS,
    "/console/people": Right.PEOPLE,
}
FOR_MEMBERS = {
    "/console/list", "/console/events", "/console/cases", "/console/me", "/console/sign-out",
    "/console/try", "/console/organisation", "/console/beside",
}  # fmt: skip
BY_ROLE = {Role.TEAM: "hoa", Role.LEAD: "lan", Role.EDITOR: "minh", Role.ADMIN: "quang"}
STREAMS = {"/console/events"}


def addresses(router: UrlDispatcher) -> list[tuple[str, str]]:
    return sorted(
        {
            (route.method, route.resource.canonical)
            for route in router.routes()
            if route.resource is not None and route.resource.canonical.startswith("/console") and route.method != "HEAD"
        }
    )


def known(path: str) -> bool:
    starts = {*NEEDS, *FOR_MEMBERS}
    return path == "/console" or any(path == start or path.startswith(start + "/") for start in starts)


def right_for(path: str) -> Right:
    return next((right for start, right in NEEDS.items() if path == start or path.startswith(start + "/")), Right.CASES)


def filled(path: str) -> str:
    for part in ("{code}", "{entry}", "{place}", "{number}", "{digest}", "{guide}", "{notice}", "{member}", "{id}"):
        path = path.replace(part, "1")
    assert "{" not in path, path
    return path


async def test_every_address_is_known_to_this_test(house: House) -> None:
    unknown = [path for method, path in addresses(house.router) if (method, path) not in FOR_ALL and not known(path)]
    assert unknown == []
    assert set(addresses(house.router)) >= FOR_ALL


async def test_nobody_sees_nothing(house: House, doorman: Doorman) -> None:
    nobody = await doorman.let_in()
    for method, path in addresses(house.router):
        if (method, path) in FOR_ALL:
            continue
        async with nobody.http.request(method, nobody.address + filled(path), allow_redirects=False) as answer:
            assert answer.status == 401, (method, path)
            text = await answer.text()
            assert "Chưa đăng nhập" in text
            assert answer.headers["Cache-Control"] == "no-store"
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("role", list(Role))
async def test_a_member_sees_what_the_role_allows(house: House, doorman: Doorman, role: Role) -> None:
    member = next(one for one in MEMBERS if one.id == BY_ROLE[role])
    visit = await doorman.let_in(member.id)
    for method, path in addresses(house.router):
        if (method, path) in FOR_ALL or path in STREAMS:
            continue
        # A form without its token is refused to everybody, so nothing is changed by this walk.
        async with visit.http.request(method, visit.address + filled(path), allow_redirects=False) as answer:
            await answer.read()
            allowed = may(member, right_for(path))
            if method == "POST" or not allowed:
                assert answer.status == 403, (method, path, answer.status)
            else:
                assert answer.status in {200, 404}, (method, path, answer.status)


async def test_a_form_needs_the_token_of_its_own_browser(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh")
    lead, other = await doorman.let_in("lan"), await doorman.let_in("lan")
    for token in ("", "0" * 64, other.token):
        assert (await lead.post(f"/console/cases/{case.code}/claim", token=token)).status == 403
    assert (await lead.post(f"/console/cases/{case.code}/claim")).status == 303


async def test_a_link_opens_once_and_only_for_a_press(house: House, doorman: Doorman) -> None:
    link = await house.link_for("hoa")
    nobody = await doorman.let_in()
    async with nobody.http.get(link) as preview:
        assert preview.status == 200
    async with nobody.http.post(link, allow_redirects=False) as first:
        assert first.status == 303
        cookie = first.cookies["camtay_desk"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    stranger = await doorman.let_in()
    async with stranger.http.post(link) as second:
        assert second.status == 401


async def test_an_old_link_opens_nothing(house: House, doorman: Doorman) -> None:
    link, nobody = await house.link_for("hoa"), await doorman.let_in()
    house.clock.pass_minutes(25 * 60)
    async with nobody.http.post(link) as answer:
        assert answer.status == 401


async def test_guessing_is_locked_out(house: House, doorman: Doorman) -> None:
    nobody = await doorman.let_in()
    statuses = []
    for number in range(7):
        async with nobody.http.post(f"{house.address}/console/sign-in/guess{number}") as answer:
            statuses.append(answer.status)
    assert statuses == [401] * 5 + [429] * 2
    async with nobody.http.post(await house.link_for("hoa")) as answer:
        assert answer.status == 429
    house.clock.pass_minutes(16)
    async with nobody.http.post(await house.link_for("hoa")) as answer:
        assert answer.status == 200


async def test_a_forged_cookie_opens_nothing(house: House, doorman: Doorman) -> None:
    member = await doorman.let_in("hoa")
    cookie = next(iter(member.http.cookie_jar)).value
    nobody = await doorman.let_in()
    for forged in (cookie[:-2] + "xx", cookie.split(".")[0], "", "x"):
        async with nobody.http.get(f"{house.address}/console", cookies={"camtay_desk": forged}) as answer:
            assert answer.status == 401


async def test_a_revoked_browser_is_out_at_once(house: House, doorman: Doorman) -> None:
    first, second = await doorman.let_in("hoa"), await doorman.let_in("hoa")
    now = house.clock()
    browsers = await house.store.read(lambda uow: uow.members.sign_ins("hoa", now))
    assert len(browsers) == 2
    assert (await second.post(f"/console/me/browsers/{browsers[1].digest}/revoke")).status == 303
    assert (await first.get("/console"))[0] == 401
    assert (await second.get("/console"))[0] == 200
    assert (await second.post("/console/sign-out")).status == 303
    assert (await second.get("/console"))[0] == 401


async def test_nobody_revokes_a_strangers_browser(house: House, doorman: Doorman) -> None:
    await doorman.let_in("hoa")
    binh, admin = await doorman.let_in("binh"), await doorman.let_in("quang")
    now = house.clock()
    [browser] = await house.store.read(lambda uow: uow.members.sign_ins("hoa", now))
    assert (await binh.post(f"/console/me/browsers/{browser.digest}/revoke")).status == 404
    assert (await admin.post(f"/console/me/browsers/{browser.digest}/revoke")).status == 303


async def test_a_member_sees_the_own_areas_cases(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh cho con")
    await house.store.run(
        lambda uow: uow.cases.change(uow.cases.by_code(case.code) or case, hamlet="thon-1", offered_to="")
    )
    for member, sees in (("hoa", True), ("binh", False), ("lan", True), ("minh", True), ("quang", True)):
        visit = await doorman.let_in(member)
        assert (case.code in (await visit.get("/console"))[1]) is sees, member
        assert ((await visit.get(f"/console/cases/{case.code}"))[0] == 200) is sees, member
        if not sees:
            assert (await visit.post(f"/console/cases/{case.code}/claim")).status == 404


async def test_public_addresses_show_nothing_of_a_case(house: House, doorman: Doorman) -> None:
    case = await house.new_case("c1", "làm giấy khai sinh cho con")
    nobody = await doorman.let_in()
    for path in ("/", "/h", "/healthz", f"/console/cases/{case.code}", f"/?g={case.code}"):
        status, text = await nobody.get(path)
        assert "làm giấy khai sinh cho con" not in text, (path, status)
