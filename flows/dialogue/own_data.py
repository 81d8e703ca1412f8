"""The citizen's own data: shown, downloaded, deleted after one confirmation."""

import re

from flows.conversation import Conversation, DeleteMyData, KeptData, Turn
from flows.dialogue import choices
from flows.dialogue.people import HAMLET
from flows.dialogue.scene import Scene, note, turn
from flows.hours import in_vietnam
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome

_DATA = r"(?:du lieu|thong tin|lich su)(?: ca nhan)?(?: dang luu| da luu)?(?: ve| cua)* (?:toi|em|minh|bac|chau)\b"
_DELETE = re.compile(rf"\bxoa (?:het |toan bo |tat ca |cac )*{_DATA}|\b(?:delete|erase) my data\b")
_SAVE = re.compile(rf"\btai (?:ve |xuong )?{_DATA}|\bdownload my data\b")
_SHOW = re.compile(
    rf"\b(?:xem|luu|giu|biet) (?:lai |nhung |gi |cac )*{_DATA}|\bluu (?:nhung )?gi (?:ve )?(?:toi|em|minh)\b"
    rf"|^(?:cho )?{_DATA}$|\bshow my data\b|^my data$"
)


def asked(scene: Scene) -> Turn | None:
    """The turn for a wish about one's own data in words, or None."""
    words = scene.words
    if _DELETE.search(words):
        return confirm(scene)
    if _SAVE.search(words):
        return saved(scene)
    return shown(scene) if _SHOW.search(words) else None


def picked(scene: Scene, taken: choices.ChoiceId) -> Turn:
    """The turn for a choice about one's own data."""
    if taken.first == "delete-yes":
        return deleted(scene)
    if taken.first == "delete":
        return confirm(scene)
    if taken.first == "save":
        return saved(scene)
    if taken.first == "keep":
        text = scene.say("Vâng, tôi giữ nguyên, không xóa gì.")
        return turn(scene, Outcome.DATA_SHOWN, Outbound(text, choices=(choices.person(scene.speaker),)))
    return shown(scene)


def shown(scene: Scene) -> Turn:
    """The turn that tells what is kept, why and until when."""
    kept = scene.known.kept or KeptData()
    lines = [scene.say("Dữ liệu tôi đang giữ về cuộc trò chuyện này:"), *_kept_lines(scene, kept)]
    lines.append(
        scene.say(
            "Để làm gì: để nhớ đang hướng dẫn đến đâu, để người hỗ trợ trả lời, và để sửa chỗ tôi trả lời chưa tốt. "
            "Số giấy tờ, số điện thoại, mật khẩu, mã OTP được che đi trước khi lưu."
        )
    )
    lines.append(
        scene.say(
            "Giữ đến khi nào: lời trò chuyện tự xóa sau {conversation_days} ngày; ca hỗ trợ tự xóa {case_days} ngày "
            "sau khi đóng. Không bán, không đưa cho ai ngoài người hỗ trợ.",
            conversation_days=kept.retention.conversation_days,
            case_days=kept.retention.case_days,
        )
    )
    ways = (
        Choice(choices.DATA_SAVE, scene.say("Tải về")),
        Choice(choices.DATA_DELETE, scene.say("Xóa dữ liệu của tôi")),
        choices.person(scene.speaker),
    )
    return turn(scene, Outcome.DATA_SHOWN, Outbound("\n\n".join(lines), choices=ways))


def _kept_lines(scene: Scene, kept: KeptData) -> list[str]:
    since = scene.speaker.short_day(in_vietnam(kept.first_at).date()) if kept.first_at else ""
    lines = [
        scene.say("• {count} lượt hỏi đáp, từ ngày {day}", count=kept.turns, day=since)
        if since
        else scene.say("• {count} lượt hỏi đáp", count=kept.turns)
    ]
    codes = ", ".join(case.code for case in kept.cases)
    cases = scene.say("• {count} ca hỗ trợ", count=len(kept.cases))
    lines.append(f"{cases}: {codes}" if codes else cases)
    lines.append(scene.say("• {count} lời nhắc", count=len(kept.reminders)))
    if hamlet := _hamlet_of(scene):
        lines.append(scene.say("• Nơi ở đã cho biết: {place}", place=hamlet))
    if scene.conversation.place:
        commune = scene.catalog.places.communes.get(scene.conversation.place)
        place = commune.in_words if commune else scene.conversation.place
        lines.append(scene.say("• Nơi ở đã cho biết: {place}", place=place))
    return ["\n".join(lines)]


def _hamlet_of(scene: Scene) -> str:
    """The name of the hamlet the citizen said to live in, or ""."""
    hamlet = scene.catalog.organisation.hamlet(note(scene.conversation, HAMLET))
    return hamlet.name if hamlet else ""


def saved(scene: Scene) -> Turn:
    """The turn that sends the data as a file for reading and one for machines."""
    kept = scene.known.kept or KeptData()
    readable = scene.say("Dữ liệu của bác/anh/chị, bản để đọc.")
    machine = scene.say("Và bản JSON cho máy đọc.")
    return turn(
        scene,
        Outcome.DATA_SHOWN,
        Outbound(readable, document=("cam-tay-du-lieu.txt", kept.export_text or "\n")),
        Outbound(machine, document=("cam-tay-du-lieu.json", kept.export_json or "{}")),
    )


def confirm(scene: Scene) -> Turn:
    """The turn that asks once before anything is deleted."""
    text = scene.say(
        "Xóa thì mất: lời trò chuyện, lời nhắc và bước đang làm dở. Ca hỗ trợ chỉ còn lại nội dung đã che, "
        "không còn gắn với bác/anh/chị. Xóa rồi không lấy lại được. Có chắc chắn xóa không?"
    )
    ways = (
        Choice(choices.DATA_DELETE_YES, scene.say("Có, xóa hết")),
        Choice(choices.DATA_KEEP, scene.say("Không, giữ lại")),
    )
    return turn(scene, Outcome.DATA_SHOWN, Outbound(text, choices=ways))


def deleted(scene: Scene) -> Turn:
    """The turn that deletes; the conversation begins anew."""
    text = scene.say("Đã xóa dữ liệu của cuộc trò chuyện này. Khi nào cần, bác/anh/chị cứ nhắn lại như lần đầu.")
    state = Conversation(scene.conversation.chat, language=scene.conversation.language)
    return turn(scene, Outcome.DATA_DELETED, Outbound(text), state=state, effects=(DeleteMyData(),))
