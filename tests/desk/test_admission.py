"""A member ties a chat account to their name by a word that works once; everybody else's messages go on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.admission import Admission
from bot.invitations import own_chat
from flows.messages import ChatRef, Inbound
from tests.fakes.office import Office

WORD = "bi-mat-dung-mot-lan-thoi"


async def let_in(office: Office, inbound: Inbound) -> list[Inbound]:
    """What went on to the assistant."""
    went_on: list[Inbound] = []

    async def receive(one: Inbound) -> None:
        went_on.append(one)

    await Admission(office.store, receive, lambda waiting, earlier: None, lambda: office.now).receive(inbound)
    return went_on


def said_to(office: Office, chat: ChatRef) -> str:
    return office.store.read_here(lambda uow: uow.outbox.said(chat))[-1].message.text


@pytest.fixture
def invited(office: Office) -> Office:
    """An office whose Lan holds a word."""
    office.hire("lan")
    end = office.now + timedelta(hours=24)
    office.store.run_here(lambda uow: uow.members.add_link("lan", WORD, office.now, end))
    return office


@pytest.mark.parametrize("channel", ["telegram", "zalo-oa", "zalo-bot"])
async def test_the_word_ties_the_account_and_links_reach_it_from_then_on(invited: Office, channel: str) -> None:
    chat = ChatRef(channel, "555")
    assert await let_in(invited, Inbound(chat, "m1", f"nv_{WORD}")) == []
    assert said_to(invited, chat).startswith("Chào Lan!")
    lan = invited.store.read_here(lambda uow: uow.members.get("lan"))
    assert lan is not None
    assert own_chat(lan, [channel]) == chat


async def test_the_same_message_again_says_nothing_and_another_use_is_refused(invited: Office) -> None:
    mine, other = ChatRef("zalo-oa", "555"), ChatRef("zalo-oa", "666")
    for _ in range(2):
        await let_in(invited, Inbound(mine, "m1", f"nv_{WORD}"))
    assert len(invited.store.read_here(lambda uow: uow.outbox.said(mine))) == 1
    await let_in(invited, Inbound(other, "m2", f"nv_{WORD}"))
    assert "đã dùng rồi" in said_to(invited, other)


async def test_somebody_dismissed_stays_outside(invited: Office) -> None:
    lan = invited.store.read_here(lambda uow: uow.members.get("lan"))
    assert lan is not None
    invited.store.run_here(lambda uow: uow.members.save(replace(lan, active=False), invited.now))
    await let_in(invited, Inbound(ChatRef("telegram", "5"), "m1", f"nv_{WORD}"))
    assert invited.store.read_here(lambda uow: uow.members.by_telegram("5")) is None


@pytest.mark.parametrize(
    "inbound",
    [
        Inbound(ChatRef("telegram", "-5#7"), "m1", f"nv_{WORD}", in_group=True),
        Inbound(ChatRef("web", "abc"), "m1", f"nv_{WORD}"),
        Inbound(ChatRef("telegram", "5"), "m1", "nv_quân sự là gì"),
        Inbound(ChatRef("telegram", "5"), "m1", start_with="g_dang-ky-khai-sinh"),
    ],
)
async def test_everything_else_goes_on(invited: Office, inbound: Inbound) -> None:
    assert await let_in(invited, inbound) == [inbound]
