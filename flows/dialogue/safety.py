"""What goes before everything else: danger, and secrets that should not have been written."""

from dataclasses import replace

from flows.conversation import AppendToCase, DeleteMessage, Effect, Turn
from flows.dialogue import choices
from flows.dialogue.answering import ways_back
from flows.dialogue.people import is_open
from flows.dialogue.scene import Scene, heard, turn
from flows.messages import Outbound
from flows.outcomes import Outcome
from flows.privacy import SECRETS, PersonalData, without_marks
from flows.words import has_letters

_ANNOUNCEMENT = 5  # words that only say what secret follows
_WITHOUT_MORE = frozenset({"suicide"})  # a person in despair is not given an office number to call later


def urgent(scene: Scene) -> Turn | None:
    """The turn for words of danger: whom to call, before anything else."""
    if scene.reading.outcome is not Outcome.URGENT:
        return None
    lines = [_whom_to_call(scene, scene.reading.topic)]
    if scene.catalog.organisation.phone and scene.reading.topic not in _WITHOUT_MORE:
        phone = scene.catalog.organisation.phone
        lines.append(scene.say("Xong việc gấp, có thể gọi thêm {phone} để xã giúp.", phone=phone))
    effects: tuple[Effect, ...] = ()
    if is_open(scene):
        effects = (AppendToCase(scene.conversation.open_case, scene.text, scene.message.attachments),)
    reply = Outbound("\n\n".join(lines), choices=(choices.person(scene.speaker),))
    state = heard(scene.conversation)
    return turn(scene, Outcome.URGENT, reply, state=state, effects=effects)


def _whom_to_call(scene: Scene, topic: str) -> str:
    words = scene.written_reply(topic) or _calls(scene).get(topic, "")
    if words:
        return words
    return scene.say(
        "Nếu đang nguy hiểm, gọi ngay: 113 công an, 114 cháy, 115 cấp cứu, 111 bảo vệ trẻ em. Miễn phí, cả ngày đêm."
    )


def _calls(scene: Scene) -> dict[str, str]:
    return {
        "fire": scene.say("Gọi ngay 114 (cứu hỏa). Ra khỏi chỗ cháy trước, đừng quay lại lấy đồ."),
        "medical": scene.say("Gọi ngay 115 (cấp cứu). Nói rõ địa chỉ và tình trạng người bệnh."),
        "flood": scene.say("Gọi ngay 112 (tìm kiếm cứu nạn) hoặc 114. Lên chỗ cao, giữ điện thoại còn pin."),
        "suicide": scene.say(
            "Tôi rất lo cho bác/anh/chị. Xin đừng ở một mình lúc này: gọi ngay 115, hoặc gọi một người thân đến bên. "
            "Trẻ em có thể gọi 111, miễn phí, cả ngày đêm. Có người sẵn lòng nghe."
        ),
        "threat": scene.say("Gọi ngay 113 (công an). Tìm chỗ an toàn, ở gần người khác, giữ lại tin nhắn đe dọa."),
    }


def holds_secret(scene: Scene) -> bool:
    """Whether the message held something that nobody should ever be sent."""
    return bool(SECRETS & set(scene.masked.kinds)) or PersonalData.IDENTITY in scene.masked.kinds


def only_personal(scene: Scene) -> bool:
    """Whether nothing worth answering is left once the personal data is taken out ("mật khẩu của tôi là …")."""
    rest = without_marks(scene.text)
    secret = bool(SECRETS & set(scene.masked.kinds)) and not is_open(scene)
    announces = secret and len(rest.split()) <= _ANNOUNCEMENT
    return bool(scene.masked.kinds) and (announces or not has_letters(rest))


def warned(scene: Scene, made: Turn | None) -> Turn:
    """The turn `made` of the rest of the message, with a warning before it and the message taken out of the chat."""
    warning = Outbound(_warning(scene))
    effects = (DeleteMessage(scene.message.message_id),) if holds_secret(scene) else ()
    if made is None:
        alone = replace(warning, choices=scene.conversation.offered or ways_back(scene))  # the talk goes on from here
        return turn(scene, Outcome.PRIVACY_WARNED, alone, effects=effects)
    secret = bool(SECRETS & set(scene.masked.kinds))
    outcome = Outcome.PRIVACY_WARNED if secret and made.outcome is not Outcome.HANDED_OVER else made.outcome
    return replace(made, outcome=outcome, replies=(warning, *made.replies), effects=(*made.effects, *effects))


def _warning(scene: Scene) -> str:
    kinds = set(scene.masked.kinds)
    if kinds & {PersonalData.OTP, PersonalData.PASSWORD}:
        return scene.say(
            "Xin đừng gửi mật khẩu hay mã OTP cho bất kỳ ai, kể cả tôi hay cán bộ. Tôi đã che đi, không lưu lại. "
            "Nếu đã gửi cho người khác, hãy đổi mật khẩu ngay và gọi ngân hàng."
        )
    if PersonalData.CARD in kinds:
        return scene.say(
            "Xin đừng gửi số thẻ ngân hàng ở đây. Tôi đã che số đó đi, không lưu lại. "
            "Không ai làm dịch vụ công cần số thẻ qua tin nhắn."
        )
    if PersonalData.IDENTITY not in kinds:
        return scene.say(
            "Tôi không lưu số giấy tờ, số điện thoại, thư điện tử hay số tài khoản nên đã che đi. "
            "Cần người giúp thì bấm Gặp người hỗ trợ, người đó trả lời ngay trong khung chat này."
        )
    return scene.say(
        "Tôi không cần số định danh nên đã che đi, không lưu lại. Xin đừng gửi số giấy tờ trong khung chat."
    )
