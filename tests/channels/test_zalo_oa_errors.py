"""Zalo's error codes: each leads to what the table says, and what can be mended on the spot is."""

import pytest

from bot.channels.base import DeliveryError
from bot.channels.zalo_oa_errors import ERRORS, HOPELESS, Action
from flows.messages import Attachment, AttachmentKind, Choice, Outbound
from tests.channels.zalo_world import CHAT, greeted, world

CHOICES = (Choice("c:1", "Việc 1"), Choice("c:2", "Việc 2"))


@pytest.mark.parametrize("code", sorted(ERRORS))
async def test_every_error_leads_to_what_the_table_says(code: int) -> None:
    async with world() as here:
        await greeted(here)
        here.zalo.always = code
        with pytest.raises(DeliveryError) as failed:
            await here.channel.send(CHAT, Outbound("Trả lời"))
        action = ERRORS[code].action
        assert failed.value.parked is (action is Action.PARK)
        assert failed.value.permanent is (action in HOPELESS)
        waits = action in (Action.ALARM, Action.REFRESH, Action.PROVE)
        assert (failed.value.retry_after is not None) is waits
        assert bool(here.channel.alarm) is (action is Action.ALARM)
        here.zalo.always = None
        await here.channel.send(CHAT, Outbound("Trả lời"))
        assert here.channel.alarm == ""


async def test_an_unknown_error_is_tried_again() -> None:
    async with world() as here:
        await greeted(here)
        here.zalo.always = -9999
        with pytest.raises(DeliveryError) as failed:
            await here.channel.send(CHAT, Outbound("Trả lời"))
        assert not failed.value.permanent
        assert not failed.value.parked


async def test_a_proof_of_the_apps_secret_is_given_when_it_is_demanded() -> None:
    async with world() as here:
        await greeted(here)
        here.zalo.demands_proof = True
        await here.channel.send(CHAT, Outbound("Có bằng chứng"))
        assert here.citizen.texts == ["Có bằng chứng"]


async def test_a_failure_without_a_reason_is_tried_once_more_and_teaches_nothing() -> None:
    async with world() as here:
        await greeted(here)
        here.zalo.errors = [-200]
        await here.channel.send(CHAT, Outbound("Chọn", CHOICES))
        assert [button["title"] for button in here.citizen.buttons] == ["Việc 1", "Việc 2"]
        here.zalo.errors = [-200, -200]
        await here.channel.send(CHAT, Outbound("Chọn", CHOICES))
        assert here.citizen.texts == ["Chọn\n\n1. Việc 1\n2. Việc 2"] * 2
        assert not here.citizen.buttons


async def test_what_zalo_finds_too_long_goes_out_in_halves_and_whole() -> None:
    async with world() as here:
        await greeted(here)
        sentences = " ".join(f"Câu số {number} nói về một việc nhỏ." for number in range(20))
        here.zalo.errors = [-210]
        await here.channel.send(CHAT, Outbound(sentences))
        assert 2 <= len(here.citizen.texts) <= 3
        assert " ".join(here.citizen.texts) == sentences


async def test_a_file_is_uploaded_with_a_new_token_when_the_old_one_is_refused() -> None:
    async with world() as here:
        await greeted(here)
        await here.channel.send(CHAT, Outbound("một"))
        here.zalo.access = "revoked-by-somebody"
        photo = Attachment(AttachmentKind.PHOTO, "guides/a.png")
        await here.channel.send(CHAT, Outbound("", attachments=(photo,)))
        assert len(here.zalo.uploads) == 1
        assert here.zalo.refreshes == 2
