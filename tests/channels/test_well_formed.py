"""Half an emoji, as phones cut them, and NUL: stored as something that can be stored, and answered like any message."""

from pathlib import Path

import pytest

from bot.channels.well_formed import well_formed
from flows.messages import Attachment, AttachmentKind, ChatRef, Inbound
from tests.channels.doors import Inbox
from tests.channels.service_world import echoing, serving
from tests.channels.waiting import until

HALF = "\ud83d"
CHAT = ChatRef("telegram", "1")


async def test_what_can_be_stored_stays_the_very_same() -> None:
    inbox, whole = (
        Inbox(),
        Inbound(CHAT, "1", "Chào 🙏", sender_name="Nguyễn Thị Lan"),
    )
    await well_formed(inbox)(whole)
    assert inbox.messages[0] is whole


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (Inbound(CHAT, "1", f"chào {HALF}"), Inbound(CHAT, "1", "chào ?")),
        (Inbound(CHAT, "1", "chào\0 bác"), Inbound(CHAT, "1", "chào bác")),
        (Inbound(CHAT, "1", "a", sender_name=f"Lan{HALF}"), Inbound(CHAT, "1", "a", sender_name="Lan?")),
        (Inbound(ChatRef("zalo-oa", HALF), f"m{HALF}", "a"), Inbound(ChatRef("zalo-oa", "?"), "m?", "a")),
        (
            Inbound(CHAT, "1", attachments=(Attachment(AttachmentKind.FILE, "r", f"{HALF}.pdf"),)),
            Inbound(CHAT, "1", attachments=(Attachment(AttachmentKind.FILE, "r", "?.pdf"),)),
        ),
    ],
)
async def test_what_cannot_be_stored_is_mended(broken: Inbound, mended: Inbound) -> None:
    inbox = Inbox()
    await well_formed(inbox)(broken)
    assert inbox.messages == [mended]


async def test_half_an_emoji_is_answered_on_every_platform(
    tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echoing(monkeypatch)
    async with serving(tmp_path, content) as here:
        lan, hoa, minh = here.telegram.person(), here.oa.citizen(), here.zalo_bot.citizen()
        here.oa.ascii_only = True
        await lan.write(f"một {HALF}")
        await here.oa.writes(hoa, f"hai {HALF}")
        await here.zalo_bot.writes(minh, f"ba {HALF}")
        await until(lambda: lan.chat.texts and hoa.texts and minh.texts)
        assert (lan.chat.texts, hoa.texts, minh.texts) == (["một ?"], ["hai ?"], ["ba ?"])
        assert not here.telegram.bounced
