"""How members get in and others stay out: links, cookies, tokens, lock-out, browsers signed in, areas."""

from tests.browser.house import House
from tests.console.conftest import Doorman


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
    shown = {"/": 200, "/h": 200, "/healthz": 200, f"/?g={case.code}": 200, f"/console/cases/{case.code}": 401}
    for path, expected in shown.items():
        status, text = await nobody.get(path)
        assert status == expected, path
        assert "làm giấy khai sinh cho con" not in text, path
