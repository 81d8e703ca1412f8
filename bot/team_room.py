"""What happens in the team's group: acts become use cases of the desk, refusals are told to who acted."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.at_desk import AtDesk
from bot.channels.memory import Recent
from bot.channels.team import Deed, Reply, TeamAct, TeamRoom
from bot.desk import AlreadyDoneError, Desk, Done
from bot.offering import Line, Offer, lines_of, offer_lines
from flows.case_rules import leads
from flows.cases import CaseError, EntryKind
from flows.catalog import Catalog
from flows.dialogue.choices import MAX_ID
from flows.members import Member, Role
from flows.messages import ChatRef, Choice, Outbound
from flows.person_names import for_others
from flows.phrases import Speaker
from flows.records import Origin, TeamPost
from flows.team_card import PREFIX, TeamCard, card_of, give_choice
from storage.store import Store
from storage.unit_of_work import UnitOfWork

MOST_COLLEAGUES = 12
MEMBER_ID = "tg-"  # how the ids of members begin who joined in the group

Act = Callable[["GroupDesk", TeamAct, str], Awaitable[None]]


class GroupDesk:
    """The service's side of the group. `board` is the channel that shows it."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        catalog: Callable[[], Catalog],
        clock: Callable[[], datetime],
        offer: Offer,
        board: str,
    ) -> None:
        self.desk, self.board = desk, board
        self._store, self._catalog, self._clock, self._offer = store, catalog, clock, offer
        self._shown_strangers: Recent[tuple[str, str], bool] = Recent(1_000)

    def room(self, save_file: Callable[[bytes, str], Awaitable[str]]) -> TeamRoom:
        """What the channel is handed."""
        return TeamRoom(
            card=self.card,
            post_of=lambda code: self._store.read(lambda uow: uow.team_posts.get(code)),
            post_at=lambda group, topic: self._store.read(lambda uow: uow.team_posts.of_topic(group, topic)),
            keep_post=self.keep_post,
            act=self.act,
            save_file=save_file,
        )

    async def card(self, code: str, masked: bool) -> TeamCard | None:
        """How the case looks now, or None where it is forgotten."""

        def read(uow: UnitOfWork) -> TeamCard | None:
            case = uow.cases.by_code(code)
            if case is None:
                return None
            desk = AtDesk(uow, self._catalog(), self._clock())
            return card_of(case, desk.catalog, desk.name_of, desk.now, for_others if masked else str)

        return await self._store.read(read)

    async def keep_post(self, post: TeamPost) -> None:
        """Remember where a case stands in the group."""
        await self._store.run(lambda uow: uow.team_posts.save(post))

    async def act(self, act: TeamAct) -> Reply:
        """What came of an act of somebody in the group."""
        if act.deed in WARNINGS:
            await self.say(act.code, f"⚠️ {act.person_name}: {WARNINGS[act.deed]}")
            return Reply("", done=False)
        member = await self._store.read(lambda uow: uow.members.by_telegram(act.person_id))
        try:
            if member is None:
                await self._stranger(act)
                raise CaseError("Anh/chị chưa có tên trong danh sách Tổ.")
            await ACTS[act.deed](self, act, member.id)
        except AlreadyDoneError:
            return Reply("", done=True)
        except CaseError as error:
            if act.deed in (Deed.ANSWER, Deed.NOTE) and member is not None:
                await self.say(act.code, f"⚠️ {act.person_name}: {error.message} Tin chưa được gửi.")
            return Reply(error.message, done=False)
        return Reply(DONE.get(act.deed, ""))

    async def say(self, code: str, text: str, choices: tuple[Choice, ...] = ()) -> None:
        """Say something in the group about a case."""
        now = self._clock()

        def put(uow: UnitOfWork) -> list[Line]:
            chat = ChatRef(self.board, code)
            waiting = [uow.outbox.add(chat, Outbound(text, choices), now, origin=Origin.BOARD)]
            return lines_of(uow, waiting, shared=self._store.is_shared)

        offer_lines(self._offer, await self._store.run(put))

    async def join(self, act: TeamAct, leader: str) -> None:
        """Enter somebody into the team, in the areas of the lead who lets them in."""
        now = self._clock()
        number, _, name = act.about.partition(":")

        def enter(uow: UnitOfWork) -> Member:
            lead = uow.members.get(leader)
            if lead is None or not leads(lead):
                raise CaseError("Chỉ tổ trưởng hoặc quản trị mới thêm người vào Tổ.")
            known = uow.members.by_telegram(number)
            member = known or Member(f"{MEMBER_ID}{number}", name or number, Role.TEAM, lead.areas, telegram_id=number)
            uow.members.free_account("telegram_id", number, member.id)
            uow.members.save(member, now)
            return member

        member = await self._store.run(enter)
        await self.say(act.code, f"👋 {member.name} đã vào Tổ, từ giờ nhận và trả lời ca được.")

    async def ask_whom(self, act: TeamAct) -> None:
        """Show who could take the case, as buttons."""
        case = (await self.desk.open_file(act.code)).case
        able = (await self.desk.colleagues(act.code))[:MOST_COLLEAGUES]
        if not able:
            raise CaseError("Chưa có ai khác trực được ca này.")
        choices = tuple(give_choice(case, member.id, f"{member.name} ({load} ca)") for member, load in able)
        await self.say(act.code, "Chuyển ca cho ai?", choices)

    async def be_present(self, act: TeamAct, member_id: str, *, present: bool) -> None:
        """Note that a member is at hand, or no longer."""
        member = await self.desk.set_present(member_id, present=present)
        until = Speaker("vi").hour(member.present_until) if member.present_until else ""
        await self.say("", f"🟢 {member.name} trực đến {until}." if until else f"⚪ {member.name} tạm nghỉ trực.")

    async def _stranger(self, act: TeamAct) -> None:
        """Show a lead who that is; once for a case, or a talkative stranger would use up the group's pace."""
        if self._shown_strangers.get((act.person_id, act.code)):
            return
        self._shown_strangers.put((act.person_id, act.code), True)
        choice_id = fitted(f"{PREFIX}{Deed.JOIN}:{act.code}:{act.person_id}:{act.person_name}")
        choice = Choice(choice_id, f"Thêm {act.person_name[:30]} vào Tổ")
        text = f"⚠️ {act.person_name} chưa có tên trong danh sách Tổ nên chưa làm được. Tổ trưởng bấm để thêm."
        await self.say(act.code, text, (choice,))


async def _claim(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.desk.claim(act.code, member)


async def _release(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.desk.release(act.code, member)


async def _up(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.desk.hand_up(act.code, member, seen=act.about)


async def _list(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.ask_whom(act)


async def _give(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.desk.hand_on(act.code, member, act.about)


async def _close(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.desk.close(act.code, member)


async def _reopen(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.desk.reopen(act.code, member)


async def _write(room: GroupDesk, act: TeamAct, member: str) -> None:
    once, kind = Done(room.board, act.message_id), EntryKind.NOTE if act.deed is Deed.NOTE else EntryKind.ANSWER
    await room.desk.write(act.code, member, act.text, act.attachments, once, kind=kind)


async def _present(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.be_present(act, member, present=True)


async def _away(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.be_present(act, member, present=False)


async def _join(room: GroupDesk, act: TeamAct, member: str) -> None:
    await room.join(act, member)


ACTS: dict[Deed, Act] = {
    Deed.CLAIM: _claim,
    Deed.RELEASE: _release,
    Deed.UP: _up,
    Deed.LIST: _list,
    Deed.GIVE: _give,
    Deed.CLOSE: _close,
    Deed.REOPEN: _reopen,
    Deed.ANSWER: _write,
    Deed.NOTE: _write,
    Deed.PRESENT: _present,
    Deed.AWAY: _away,
    Deed.JOIN: _join,
}
WARNINGS = {
    Deed.TOO_BIG: "tệp lớn quá 20 MB nên chưa gửi được cho người dân.",
    Deed.EDITED: "tin đã gửi cho người dân thì không sửa được. Xin nhắn một tin mới.",
    Deed.HIDDEN: "tin viết ẩn danh chưa gửi được. Xin tắt “Ẩn danh” trong quyền quản trị của mình rồi nhắn lại.",
    Deed.NO_CASE: "muốn ghi chú thì trả lời (Reply) vào tin của ca rồi gõ /ghichu và lời ghi.",
}
DONE = {
    Deed.CLAIM: "Anh/chị đã nhận ca này.",
    Deed.RELEASE: "Đã trả lại ca.",
    Deed.UP: "Đã chuyển lên.",
    Deed.GIVE: "Đã chuyển ca.",
    Deed.CLOSE: "Đã đóng ca.",
    Deed.REOPEN: "Đã mở lại ca.",
    Deed.JOIN: "Đã thêm vào Tổ.",
}


def fitted(choice_id: str) -> str:
    """The id, cut to what a button can carry without breaking a letter."""
    return choice_id.encode()[:MAX_ID].decode(errors="ignore")
