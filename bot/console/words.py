"""How the console names things, as sentences to be said."""

from collections.abc import Mapping
from typing import Any

from flows.cases import Case, CaseReason, CaseStatus
from flows.catalog import Catalog
from flows.guides import Aspect
from flows.members import Member, Role
from flows.outcomes import Outcome
from flows.phrases import Speaker, phrase

STATUS = {
    CaseStatus.OPEN: phrase("chờ nhận"),
    CaseStatus.CLAIMED: phrase("đã nhận"),
    CaseStatus.ANSWERED: phrase("đã trả lời"),
    CaseStatus.CLOSED: phrase("đã đóng"),
}
REASON = {
    CaseReason.REQUESTED: phrase("muốn gặp người"),
    CaseReason.NO_MATCH: phrase("trợ lý không hiểu"),
    CaseReason.REFUSED: phrase("trợ lý trả lời không đúng ý"),
    CaseReason.STUCK: phrase("bị kẹt ở một bước"),
    CaseReason.ATTACHMENT: phrase("gửi ảnh hoặc tiếng nói"),
    CaseReason.PROACTIVE: phrase("Tổ mở khi giúp tại chỗ"),
}
LEVEL = {
    "hamlet": phrase("thôn, tổ dân phố"),
    "commune": phrase("xã, phường"),
    "province": phrase("tỉnh, thành phố"),
    "1022": phrase("tổng đài 1022"),
}
LISTS = {
    "unfinished": phrase("Đang làm"),
    "open": phrase("Chờ nhận"),
    "mine": phrase("Của tôi"),
    "overdue": phrase("Quá hạn"),
    "all": phrase("Tất cả"),
}
ROLE = {
    Role.TEAM: phrase("thành viên Tổ"),
    Role.LEAD: phrase("tổ trưởng"),
    Role.EDITOR: phrase("người biên tập"),
    Role.ADMIN: phrase("quản trị"),
}
CHANNEL = {
    "web": phrase("Trang web"),
    "telegram": phrase("Telegram"),
    "zalo-oa": phrase("Zalo OA"),
    "zalo-bot": phrase("Zalo Bot"),
    "telegram-team": phrase("Nhóm Telegram của Tổ"),
    "console": phrase("Giúp tại chỗ"),
    "cli": phrase("Dòng lệnh"),
}
OUTCOME = {
    Outcome.ANSWERED: phrase("trả lời ngay"),
    Outcome.ASKED_BACK: phrase("hỏi lại cho rõ"),
    Outcome.NO_MATCH: phrase("không hiểu"),
    Outcome.DIRECTORY: phrase("chỉ người, số gọi"),
    Outcome.OUTSIDE: phrase("ngoài lĩnh vực"),
    Outcome.SMALL_TALK: phrase("chào hỏi"),
    Outcome.URGENT: phrase("khẩn cấp"),
    Outcome.HANDED_OVER: phrase("chuyển cho người"),
}
ASPECT = {
    Aspect.FEE: phrase("phí, lệ phí"),
    Aspect.TIME: phrase("thời gian"),
    Aspect.PAPERS: phrase("giấy tờ"),
    Aspect.WHERE: phrase("nơi nộp"),
    Aspect.STEPS: phrase("các bước"),
    Aspect.ONLINE: phrase("làm trên mạng"),
}
EVENT = {
    "opened": phrase("mở ca"),
    "offered": phrase("mời nhận ca"),
    "offered-again": phrase("mời nhận ca lần nữa"),
    "claimed": phrase("nhận ca"),
    "released": phrase("trả ca lại cho Tổ"),
    "taken-back": phrase("lấy lại ca vì lâu không trả lời"),
    "handed-on": phrase("chuyển ca"),
    "raised": phrase("chuyển ca lên cấp trên"),
    "placed": phrase("ghi địa bàn"),
    "labelled": phrase("đổi nhãn"),
    "merged": phrase("gộp ca"),
    "merged-from": phrase("gộp thêm ca"),
    "closed": phrase("đóng ca"),
    "withdrawn": phrase("người dân không cần nữa"),
    "reopened": phrase("mở lại ca"),
    "rated": phrase("người dân chấm điểm"),
    "not-delivered": phrase("kênh chưa đưa được tin này tới người dân"),
}
SAVED = {
    "claimed": phrase("Bác/anh/chị đã nhận ca này."),
    "released": phrase("Đã trả ca lại cho Tổ."),
    "answered": phrase("Đã gửi câu trả lời cho người dân."),
    "noted": phrase("Đã ghi chú, người dân không thấy."),
    "handed": phrase("Đã chuyển ca."),
    "closed": phrase("Đã đóng ca."),
    "reopened": phrase("Đã mở lại ca."),
    "placed": phrase("Đã ghi địa bàn."),
    "labelled": phrase("Đã đổi nhãn."),
    "merged": phrase("Đã gộp ca."),
    "drafted": phrase("Đã gửi bản nháp cho người biên tập."),
    "revoked": phrase("Đã đăng xuất thiết bị đó."),
    "presence": phrase("Đã ghi nhận."),
    "saved": phrase("Đã lưu và áp dụng ngay."),
    "undone": phrase("Đã lấy lại bản trước."),
    "published": phrase("Đã đăng, trợ lý dùng ngay."),
    "rejected": phrase("Đã bỏ bản nháp."),
    "added": phrase("Đã thêm câu hỏi vào hướng dẫn."),
    "added-unheard": phrase("Đã thêm, nhưng trợ lý vẫn hiểu câu này là việc khác. Hãy hỏi thử để xem vì sao."),
    "set-aside": phrase("Đã bỏ qua câu hỏi này."),
    "counted": phrase("Đã đếm lượt giúp."),
    "member": phrase("Đã lưu thành viên."),
}


def person(member_id: str, members: Mapping[str, Member]) -> str:
    """How a member is called; who is no longer known keeps the id."""
    member = members.get(member_id)
    return member.name if member else member_id


def place_name(area: str, catalog: Catalog) -> str:
    """The name of a hamlet or commune by its id, or the id."""
    hamlet = catalog.organisation.hamlet(area)
    if hamlet:
        return hamlet.name
    if area and area == catalog.organisation.place:
        return catalog.organisation.name
    unit = catalog.places.communes.get(area) if area else None
    return unit.name if unit else area


def where_of(case: Case, catalog: Catalog) -> str:
    """Where a case belongs, in words."""
    names = [place_name(area, catalog) for area in (case.hamlet, case.place) if area]
    return ", ".join(names)


def guide_title(guide_id: str | None, catalog: Catalog, speaker: Speaker) -> str:
    """The title of a guide, or its id where it is gone."""
    guide = catalog.guides.get(guide_id or "")
    return guide.title.in_language(speaker.language) if guide else guide_id or ""


def answer_words(answer: str, catalog: Catalog, speaker: Speaker) -> str:
    """A guide's title, or the name of an outcome."""
    if answer in catalog.guides:
        return guide_title(answer, catalog, speaker)
    return speaker.say(OUTCOME[Outcome(answer)]) if answer in set(OUTCOME) else answer


NAMES: dict[str, Any] = {
    "STATUS": STATUS,
    "REASON": REASON,
    "LEVEL": LEVEL,
    "LISTS": LISTS,
    "ROLE": ROLE,
    "CHANNEL": CHANNEL,
    "OUTCOME": OUTCOME,
    "ASPECT": ASPECT,
    "SAVED": SAVED,
    "person": person,
    "where_of": where_of,
    "guide_title": guide_title,
    "answer_words": answer_words,
}
