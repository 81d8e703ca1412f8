"""Ties a member's own chat account to their name, by the one-time word an admin gave them; the rest goes on."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.channels.base import Receive
from bot.offering import Offer
from flows.members import Member
from flows.messages import ChannelName, Inbound, Outbound
from flows.records import Origin, WaitingMessage
from storage.store import Store
from storage.unit_of_work import UnitOfWork

WORD_START = "nv_"
_WORD = re.compile(rf"{WORD_START}([\w-]{{20,60}})")
ACCOUNTS: dict[str, str] = {
    ChannelName.TELEGRAM: "telegram_id",
    ChannelName.ZALO_OA: "zalo_id",
    ChannelName.ZALO_BOT: "zalo_id",
}


class Admission:
    """Stands before the assistant on every channel whose accounts last."""

    def __init__(self, store: Store, receive: Receive, offer: Offer, clock: Callable[[], datetime]) -> None:
        self._store, self._receive, self._offer, self._clock = store, receive, offer, clock

    async def receive(self, inbound: Inbound) -> None:
        """Let a member in whose private message is such a word; hand on everything else."""
        word = _WORD.fullmatch((inbound.start_with or inbound.text).strip())
        if word is None or inbound.in_group or inbound.chat.channel not in ACCOUNTS:
            await self._receive(inbound)
            return
        self._offer(await self._store.run(lambda uow: self._let_in(uow, inbound, word[1])), ())

    def _let_in(self, uow: UnitOfWork, inbound: Inbound, secret: str) -> list[WaitingMessage]:
        now, chat = self._clock(), inbound.chat
        if not uow.inbound.is_new(chat, inbound.message_id, now):
            return []
        member = uow.members.take_link(secret, now)
        words = "Dòng này đã dùng rồi hoặc quá hạn. Xin quản trị tạo dòng mới."
        if member is not None and member.active:
            field = ACCOUNTS[chat.channel]
            uow.members.free_account(field, chat.chat_id, member.id)
            uow.members.save(owning(member, field, chat.chat_id), now)
            words = (
                f"Chào {member.name}! Tài khoản này từ giờ là của anh/chị: nhận ca và xin đường dẫn vào bàn trực được."
            )
        return [uow.outbox.add(chat, Outbound(words), now, origin=Origin.NOTICE)]


def owning(member: Member, field: str, account: str) -> Member:
    """The member with this account."""
    return replace(member, telegram_id=account) if field == "telegram_id" else replace(member, zalo_id=account)
