"""A photo, a voice and a document of a member reach the citizen through every door, as the door can show them."""

from pathlib import Path

import aiohttp

from flows.members import Member, Role
from flows.messages import Attachment, AttachmentKind
from tests.channels.service_world import World, serving
from tests.channels.waiting import until

PNG, OGG, PDF = b"\x89PNG" + bytes(50), b"OggS" + bytes(50), b"%PDF-1.7"
MAP = "Vị trí: https://www.google.com/maps?q=10.75,106.65"
HOA = Member("hoa", "Cô Hoa", Role.LEAD)


async def answered_with_files(here: World) -> None:
    """Let every citizen ask for a person, and a member answer each with all three."""
    lan, hoa, minh = here.telegram.person(), here.oa.citizen(), here.zalo_bot.citizen()
    await lan.write("gặp người")
    await here.oa.writes(hoa, "gặp người")
    await here.zalo_bot.writes(minh, "gặp người")
    await until(lambda: lan.chat.texts and hoa.texts and minh.texts)
    await here.store.run(lambda uow: uow.members.save(HOA, here.oa.now))
    save = here.camtay.files.save
    attachments = (
        Attachment(AttachmentKind.PHOTO, await save(PNG, ".png")),
        Attachment(AttachmentKind.VOICE, await save(OGG, ".ogg")),
        Attachment(AttachmentKind.FILE, await save(PDF, ".pdf"), "don.pdf"),
        Attachment(AttachmentKind.LOCATION, latitude=10.75, longitude=106.65),
    )
    cases = await here.store.read(lambda uow: uow.cases.listed(()))
    assert len(cases) == 3
    for case in cases:
        await here.camtay.desk.write(case.code, "hoa", "Bác xem giúp", attachments)


async def opened(address: str) -> bytes:
    """What lies at an address a platform or a citizen was given."""
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        assert answer.status == 200
        return await answer.read()


async def test_what_a_member_sends_beside_words_arrives(tmp_path: Path, content: Path) -> None:
    async with serving(tmp_path, content) as here:
        await answered_with_files(here)
        lan, hoa, minh = here.telegram.person(), here.oa.citizen(), here.zalo_bot.citizen()
        await until(lambda: "location" in lan.chat.from_bot[-1])
        kinds = ("photo", "voice", "document", "location")
        assert [kind for said in lan.chat.from_bot for kind in kinds if kind in said] == list(kinds)
        await until(lambda: hoa.texts[-1] == MAP)
        assert hoa.seen[-2]["attachment"]["type"] == "file"
        assert [name for name, _, _ in here.oa.uploads.values()][1:] == ["don.pdf"]
        assert await opened(hoa.texts[-2]) == OGG
        await until(lambda: minh.texts[-1] == MAP)
        [photo] = [said["photo"] for said in minh.seen if said.get("photo")]
        assert await opened(photo) == PNG
        assert await opened(minh.texts[-3]) == OGG
        assert await opened(minh.texts[-2].removeprefix("don.pdf\n")) == PDF


async def test_without_a_public_address_the_words_and_what_can_be_uploaded_arrive(
    tmp_path: Path, content: Path
) -> None:
    async with serving(tmp_path, content, mode="polling", public_url="") as here:
        await answered_with_files(here)
        minh, hoa = here.zalo_bot.citizen(), here.oa.citizen()
        await until(lambda: "Bác xem giúp" in minh.texts[-1] and any("Bác xem giúp" in text for text in hoa.texts))
        assert "don.pdf" not in minh.texts[-1]
