"""Members: who they are, what they may do, how they get in."""

from aiohttp import web

from bot.admission import WORD_START
from bot.console.editor_world import EditorPages
from bot.console.frame import Visitor, Wrong, back_to
from bot.invitations import LINK_HOURS, new_link
from flows.access import Right
from flows.ids import LONGEST_OF_MEMBER, is_id
from flows.members import Member, Role
from flows.words import syllables
from storage.unit_of_work import UnitOfWork

NAMELESS = "Cần tên để mọi người trong Tổ nhận ra."
OWN_RIGHTS = "Không tự bỏ quyền quản trị của mình được; nhờ quản trị khác."
ODD_ID = f"Mã chỉ gồm chữ thường không dấu, số và gạch nối, nhiều nhất {LONGEST_OF_MEMBER} chữ."


class PeoplePages(EditorPages):
    """The pages under /console/people."""

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        only = self._guard.only
        return [
            web.get("/console/people", only(Right.PEOPLE, self.list_page)),
            web.post("/console/people", only(Right.PEOPLE, self.add)),
            web.get("/console/people/{member}", only(Right.PEOPLE, self.member_page)),
            web.post("/console/people/{member}", only(Right.PEOPLE, self.save)),
            web.post("/console/people/{member}/link", only(Right.PEOPLE, self.give_link)),
        ]

    async def list_page(self, visitor: Visitor, *, wrong: Wrong | None = None) -> web.StreamResponse:
        """Everybody, and the form for one more."""
        members = await self._world.store.read(lambda uow: uow.members.all())
        form = await visitor.form() if wrong else {}
        status = 422 if wrong else 200
        return self._frame.page(visitor, "people.html", status=status, members=members, wrong=wrong or {}, typed=form)

    async def add(self, visitor: Visitor) -> web.StreamResponse:
        """Enter a new member."""
        form = await visitor.form()
        name = " ".join(form.get("name", "").split())[:60]
        member_id = form.get("id", "").strip() or "-".join(syllables(name))[:LONGEST_OF_MEMBER].strip("-")
        if not name:
            return await self.list_page(visitor, wrong={"name": NAMELESS})
        if not is_id(member_id, LONGEST_OF_MEMBER):
            return await self.list_page(visitor, wrong={"id": ODD_ID})
        member, now = Member(member_id, name, role_of(form.get("role", ""))), self._frame.clock()

        def keep(uow: UnitOfWork) -> bool:
            if uow.members.get(member_id) is not None:
                return False
            uow.members.save(member, now)
            return True

        if not await self._world.store.run(keep):
            return await self.list_page(visitor, wrong={"id": f"Đã có người mang mã {member_id}, xin chọn mã khác."})
        raise back_to(f"/console/people/{member_id}", "member")

    async def member_page(
        self,
        visitor: Visitor,
        *,
        link: str = "",
        word: str = "",
        refused: str = "",
        typed: Member | None = None,
        wrong: Wrong | None = None,
    ) -> web.StreamResponse:
        """One member, as kept or as `typed`: role, areas, topics, accounts, browsers."""
        shown, now = typed or await self._member(visitor), self._frame.clock()
        browsers = await self._world.store.read(lambda uow: uow.members.sign_ins(shown.id, now))
        return self._frame.page(
            visitor,
            "person.html",
            status=422 if refused or wrong else 200,
            wrong=wrong or {},
            shown=shown,
            browsers=browsers,
            link=link,
            word=word,
            hours=LINK_HOURS,
            refused=refused,
        )

    async def save(self, visitor: Visitor) -> web.StreamResponse:
        """Keep what was changed; an inactive member is signed out everywhere."""
        old, now = await self._member(visitor), self._frame.clock()
        changed = await member_as_typed(old, visitor)
        wrong = wrong_in(changed, is_self=old.id == visitor.member.id)
        if wrong:
            return await self.member_page(visitor, typed=changed, wrong=wrong)

        def keep(uow: UnitOfWork) -> None:
            uow.members.save(changed, now)
            uow.members.free_account("telegram_id", changed.telegram_id, changed.id)
            uow.members.free_account("zalo_id", changed.zalo_id, changed.id)
            if not changed.active:
                uow.members.sign_out_everywhere(changed.id, now)

        await self._world.store.run(keep)
        raise back_to(f"/console/people/{old.id}", "member")

    async def give_link(self, visitor: Visitor) -> web.StreamResponse:
        """A new one-time link, shown once."""
        shown, now = await self._member(visitor), self._frame.clock()
        if not shown.active:
            return await self.member_page(visitor, refused="Người này đã nghỉ.")
        secret, word = await self._world.store.run(
            lambda uow: (new_link(uow, shown.id, now), new_link(uow, shown.id, now))
        )
        home = self._guard.home or str(visitor.request.url.origin())
        return await self.member_page(visitor, link=f"{home}/console/sign-in/{secret}", word=f"{WORD_START}{word}")

    async def _member(self, visitor: Visitor) -> Member:
        wanted = visitor.value("member")
        found = await self._world.store.read(lambda uow: uow.members.get(wanted))
        if found is None:
            raise web.HTTPNotFound(text="Không có thành viên này.")
        return found


async def member_as_typed(old: Member, visitor: Visitor) -> Member:
    """The member as the form of `visitor` would have it."""
    form = await visitor.form()
    return Member(
        id=old.id,
        name=" ".join(form.get("name", "").split())[:60],
        role=role_of(form.get("role", "")),
        areas=tuple(await visitor.lists("areas")),
        topics=tuple(await visitor.lists("topics")),
        telegram_id=form.get("telegram_id", "").strip()[:20],
        zalo_id=form.get("zalo_id", "").strip()[:40],
        active=bool(form.get("active")),
        present_until=old.present_until,
    )


def wrong_in(member: Member, *, is_self: bool) -> Wrong:
    """What cannot be kept of a member as typed."""
    wrong = {}
    if not member.name:
        wrong["name"] = NAMELESS
    if is_self and member.role is not Role.ADMIN:
        wrong["role"] = OWN_RIGHTS
    if member.telegram_id and not (member.telegram_id.isascii() and member.telegram_id.isdigit()):
        wrong["telegram_id"] = "Số tài khoản Telegram chỉ gồm chữ số, không phải số điện thoại hay tên."
    if is_self and not member.active:
        wrong["active"] = OWN_RIGHTS
    return wrong


def role_of(text: str) -> Role:
    """The role a form names; the smallest where it names none."""
    return Role(text) if text in set(Role) else Role.TEAM
