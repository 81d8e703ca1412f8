"""Before a member answers, the case page says what the citizen's channel will do with the answer."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.channels.base import ChannelFacts
from bot.channels.zalo_oa import ZaloOaChannel
from flows.messages import ChatRef, Inbound
from tests.browser.house import House
from tests.console.conftest import Doorman


@dataclass
class Zalo:
    """As much of the channel as the case page looks at."""

    facts: ChannelFacts = ZaloOaChannel.facts
    alarm: str = ""


@pytest.mark.parametrize(
    ("hours", "said"), [(1, ""), (49, "có thể tính tiền tin gửi bây giờ"), (8 * 24, "tự gửi khi họ nhắn lại")]
)
async def test_a_late_answer_is_known_to_be_late(house: House, doorman: Doorman, hours: int, said: str) -> None:
    chat = ChatRef("zalo-oa", "246")
    await house.camtay.assistant.handle(Inbound(chat, "m1", "gặp người", sent_at=house.clock()))
    [case] = await house.store.read(lambda uow: uow.cases.of_chat(chat))
    house.camtay.channels["zalo-oa"] = Zalo()  # type: ignore[assignment]  # the page asks for nothing else
    house.clock.now += timedelta(hours=hours)
    page = (await (await doorman.let_in("lan")).get(f"/console/cases/{case.code}"))[1]
    del house.camtay.channels["zalo-oa"]
    for words in ("có thể tính tiền tin gửi bây giờ", "tự gửi khi họ nhắn lại"):
        assert (words in page) is (words == said)
