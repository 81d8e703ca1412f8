"""Things sent beside words: photos, voice notes, files, places, stickers; none is ignored, and a person can look."""

import json
from dataclasses import replace

from flows.conversation import Awaited, Conversation, Turn
from flows.dialogue import choices
from flows.dialogue.answering import back_to_step, ways_back
from flows.dialogue.scene import Scene, note, turn, with_note
from flows.messages import Attachment, AttachmentKind, Choice, Inbound, Outbound
from flows.outcomes import Outcome
from flows.privacy import mask
from flows.words import clean

_KEPT = "sent"  # note: what was sent and not yet shown to a person
_MOST = 5
_FOR_PEOPLE = (AttachmentKind.PHOTO, AttachmentKind.VOICE, AttachmentKind.VIDEO, AttachmentKind.FILE)


def kept(conversation: Conversation) -> tuple[Attachment, ...]:
    """What was sent and waits for a person to look at it."""
    rows = json.loads(note(conversation, _KEPT) or "[]")
    return tuple(Attachment(AttachmentKind(kind), ref, name, size) for kind, ref, name, size in rows)


def without_data(message: Inbound) -> Inbound:
    """The message without personal data in the names of the files it brings."""
    return replace(message, attachments=tuple(map(_named, message.attachments))) if message.attachments else message


def _named(attachment: Attachment) -> Attachment:
    return replace(attachment, name=mask(clean(attachment.name)).text) if attachment.name else attachment


def keep(conversation: Conversation, attachments: tuple[Attachment, ...]) -> Conversation:
    """The conversation with what a person could look at remembered, the newest few."""
    found = [one for one in attachments if one.kind in _FOR_PEOPLE]
    if not found:
        return conversation
    rows = [[one.kind.value, one.ref, one.name, one.size] for one in (*kept(conversation), *found)][-_MOST:]
    return with_note(conversation, _KEPT, json.dumps(rows, ensure_ascii=False))


def forget(conversation: Conversation) -> Conversation:
    """The conversation after a person was given what was sent."""
    return with_note(conversation, _KEPT, "")


def received(scene: Scene) -> Turn | None:
    """The turn for something sent without words, or None when there are words to answer."""
    attachments = scene.message.attachments
    if not attachments or scene.text:
        return None
    kinds = {one.kind for one in attachments}
    if kinds & set(_FOR_PEOPLE):
        return _for_a_person(scene, next(one.kind for one in attachments if one.kind in _FOR_PEOPLE))
    if AttachmentKind.LOCATION in kinds:
        text = scene.say(
            "Tôi nhận được vị trí, nhưng chưa đoán được xã, phường từ đó. Bác/anh/chị nhắn tên xã và tỉnh giúp."
        )
        state = replace(scene.conversation, waiting_for=Awaited.PLACE)
        return turn(scene, Outcome.ATTACHMENT_TAKEN, Outbound(text), state=state)
    if AttachmentKind.CONTACT in kinds:
        text = scene.say("Tôi không lưu danh bạ. Cần người gọi lại thì bấm Gặp người hỗ trợ.")
        return turn(scene, Outcome.ATTACHMENT_TAKEN, Outbound(text, choices=(choices.person(scene.speaker),)))
    text = scene.say("Cảm ơn bác/anh/chị. Cần làm việc gì, cứ nhắn tôi một câu.")
    return turn(scene, Outcome.ATTACHMENT_TAKEN, Outbound(text, choices=ways_back(scene)))


def _for_a_person(scene: Scene, kind: AttachmentKind) -> Turn:
    words = {
        AttachmentKind.PHOTO: scene.say("Tôi nhận được ảnh, nhưng tôi chưa đọc được ảnh."),
        AttachmentKind.VOICE: scene.say("Tôi nhận được lời nói, nhưng tôi chưa nghe được."),
        AttachmentKind.VIDEO: scene.say("Tôi nhận được đoạn phim, nhưng tôi chưa xem được."),
        AttachmentKind.FILE: scene.say("Tôi nhận được tệp, nhưng tôi chưa đọc được tệp."),
    }
    ask = scene.say(
        "Bác/anh/chị gõ vài chữ cho tôi biết đang gặp chuyện gì, hoặc bấm nút dưới để người hỗ trợ xem giúp."
    )
    careful = scene.say("Ảnh giấy tờ tùy thân thì đừng gửi lên đây.") if kind is AttachmentKind.PHOTO else ""
    look = Choice(choices.PERSON_LOOKS, scene.say("Nhờ người hỗ trợ xem"))
    ways = choices.present(look, back_to_step(scene))
    reply = Outbound(" ".join(filter(None, [words[kind], ask, careful])), choices=ways)
    state = keep(scene.conversation, scene.message.attachments)
    return turn(scene, Outcome.ATTACHMENT_TAKEN, reply, state=state)
