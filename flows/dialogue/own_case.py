"""What a citizen says about the own open case: how does it stand, is anybody there, thank you, I need it no longer."""

import re
from dataclasses import replace

from flows.cases import CaseStatus
from flows.conversation import AppendToCase, Turn, WithdrawCase
from flows.dialogue import people
from flows.dialogue.choices import again_id
from flows.dialogue.reopening import after_close, closing_ways
from flows.dialogue.scene import Scene, turn
from flows.messages import Choice, Outbound
from flows.outcomes import Outcome

_LONGEST = 14  # words; a longer text tells the person something
_SOMEBODY = r"(?:ai|nguoi|can bo|nhan vien|to cong nghe)(?: nao| ho tro| giup| that)*"
_WHEN = r"(?:bao gio|khi nao|may gio|bao lau(?: nua)?)"
_HELPS = r"(?:tra loi|ho tro|giup|nhan|goi|lien he|xem|den)"
_STANDS = re.compile(
    r"\b(?:tinh trang|tien do|trang thai) (?:cua )?(?:cai )?ca\b|\bma (?:so )?ca\b(?! nao khac)"
    r"|\bca (?:ho tro )?(?:cua )?(?:toi|em|minh|bac|chau|co|chu|tui|nay|do)?\s*(?:da |dang |gio )?"
    r"(?:(?:toi|den|di den) dau|the nao|ra sao|sao roi|xong chua|(?:co )?ai nhan chua)"
    r"|\b(?:my case|case status|status of my case)\b"
)
_WAITS = re.compile(
    rf"\b{_WHEN}(?: thi| moi| se| co| duoc)*(?: {_SOMEBODY})?(?: moi| se)* {_HELPS}\b"
    rf"|\b(?:da )?co {_SOMEBODY} (?:da )?{_HELPS}(?: ca)?(?: cho (?:toi|em|minh|bac))?(?: chua| khong)\b"
    rf"|\b(?:sao|ma)(?: van| lau| mai| the| qua)* (?:chua|khong)(?: co| thay)* (?:{_SOMEBODY} )?{_HELPS}\b"
    r"|^(?:a lo |alo )?co ai (?:o do |do |day |o day )?(?:khong|ko|k)\b|^con (?:ai )?(?:o do |do )(?:khong|ko)\b"
    r"|^(?:sao |ma |oi |gi )*(?:lau|cham) (?:the|vay|qua|lam|ghe|du)\b"
    r"|\bcho (?:mai|lau) (?:qua|roi)\b|\bwhen will (?:someone|somebody|anyone)\b|^(?:is )?any(?:one|body) there\b"
)
_WITHDRAWS = re.compile(
    r"\b(?:huy|rut|dong|bo) (?:lai |cai |giup )?ca\b"
    r"|^(?:toi |cho toi |xin )?(?:huy|rut) (?:lai |cai )?yeu cau(?: nay)?$"
    r"|\b(?:khong|ko|k|hong) can (?:gap |co )?(?:ai |nguoi |ho tro |giup |tra loi )*nua\b"
    r"|\b(?:toi|em|minh|bac|chau|tui)? ?(?:da )?tu (?:lam|xu ly|giai quyet|vao|sua) (?:duoc|xong)(?: roi)?\b"
    r"|\b(?:cancel|withdraw|close) (?:my |the )?case\b|\bno longer need\b"
)
_NOT_YET = re.compile(r"\b(?:chua|khong duoc|van|lam sao|the nao|neu)\b")
_THANKS = re.compile(
    r"(?:(?:da|vang|u|uh|ok|oke|okay|roi|the|vay|duoc|lam|xong|hieu|biet|toi|em|minh|bac|chau|cam|on|camon|thank|thanks|"
    r"you|tks|nhieu|lam|nha|nhe|a|ah|anh|chi|co|chu|con|tot|qua|hay|may|dung) ?)+"
)
_SURE_THANKS = re.compile(r"\b(?:cam on|camon|thank|thanks|tks|duoc roi|xong roi|ok|hieu roi)\b")


def asked(scene: Scene) -> Turn | None:
    """The turn for words about the case itself, or None when they are for the person or for the assistant."""
    if scene.message.choice_id or scene.message.attachments or scene.words.count(" ") >= _LONGEST:
        return None
    if not people.is_open(scene):
        return _closed(scene)
    if _WITHDRAWS.search(scene.words) and not _NOT_YET.search(scene.words):
        return withdraw(scene)
    if _asks_state(scene):
        return people.status(scene, scene.known.open_case, scene.conversation.open_case)
    return _waits(scene) if _WAITS.search(scene.words) else _thanks(scene)


def withdraw(scene: Scene) -> Turn:
    """The turn that closes the case because its citizen needs nobody any more; it can be taken back."""
    code, case = scene.conversation.open_case, scene.known.open_case
    state = replace(after_close(scene.conversation, code), misses=0, refusals=0)
    effect = WithdrawCase(code)
    if case is not None and case.first_answer_at is not None:
        text = scene.say("Vâng, ca {code} xong. Người hỗ trợ giúp có tốt không? Chấm từ 1 đến 5 giúp tôi.", code=code)
        ways = closing_ways(code, scene.speaker, can_reopen=bool(scene.catalog.organisation.reopen_days))
    else:
        text = scene.say("Vâng, tôi đã rút ca {code}, Tổ không trả lời nữa. Đổi ý thì bấm Mở lại ca.", code=code)
        ways = (Choice(again_id(code), scene.say("Mở lại ca")),)
    return turn(scene, Outcome.CASE_STATUS, Outbound(text, choices=ways), state=state, effects=(effect,))


def _waits(scene: Scene) -> Turn:
    """The turn for somebody who asks for the person again: the case stands so, and the person is told."""
    told = people.status(scene, scene.known.open_case, scene.conversation.open_case)
    return replace(told, effects=(AppendToCase(scene.conversation.open_case, scene.text),))


def _thanks(scene: Scene) -> Turn | None:
    """The turn for thanks after an answer: passed on, and nobody has to answer it."""
    case = scene.known.open_case
    if case is None or case.status is not CaseStatus.ANSWERED:
        return None
    if not _THANKS.fullmatch(scene.words) or not _SURE_THANKS.search(scene.words):
        return None
    text = scene.say("Tôi chuyển lời rồi ạ. Việc đã xong thì bấm Xong, đóng ca; chưa xong thì cứ nhắn tiếp.")
    reply = Outbound(text, choices=(people.withdraw_choice(scene, case),))
    effect = AppendToCase(case.code, scene.text, settles=True)
    return turn(scene, Outcome.CASE_CONTINUED, reply, effects=(effect,))


def _closed(scene: Scene) -> Turn | None:
    """The turn for somebody who asks about the case that was closed last."""
    case = scene.known.closed_case
    return people.status(scene, case, case.code) if case is not None and _asks_state(scene) else None


def _asks_state(scene: Scene) -> bool:
    """Whether the text asks how "ca" stands; "cả" and "cá" sound alike once the marks are gone."""
    if not _STANDS.search(scene.words):
        return False
    return any(word.strip(".,?!:") in ("ca", "case") for word in scene.text.lower().split())
