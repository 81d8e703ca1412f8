"""What a typed word means beside the choices on the screen: numbers, yes and no, next and back."""

import re
from enum import StrEnum
from functools import lru_cache

from flows.dialogue.choices import bare_label
from flows.messages import Choice
from flows.number_words import ENGLISH, FOLDED, ORDINAL
from flows.words import short_form, spoken, syllables


class Said(StrEnum):
    """What short talk means for what is on the screen."""

    YES = "yes"
    NO = "no"
    WRONG = "wrong"
    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    STUCK = "stuck"
    MORE = "more"
    WAIT = "wait"
    RESTART = "restart"
    LEAVE = "leave"
    BEGIN = "begin"
    RESUME = "resume"
    PERSON = "person"
    ASK_BOT = "ask-bot"
    TO_PERSON = "to-person"


_NUMBERS = {**FOLDED, **ORDINAL, **ENGLISH}
_NUMBER = re.compile(
    r"^(?:(?:toi|em|minh|bac|chau|con|cho|lay|chon|bam|nhan|nut|so|cai|y|muc|dong|lua|phuong an|dap an|thu|hang|the|"
    r"option|number|no|button)\s+)*(\w+)(?:\s+(?:tien|di|nhe|nha|a|ay|do|one))*$"
)
_LAST = re.compile(r"^(?:(?:chon|so|cai|muc|the)\s+)*(?:cuoi|cuoi cung|chot|last|last one)$")

_MARKED: dict[str, Said | None] = {
    "dừng": Said.LEAVE,
    "dừng lại": Said.LEAVE,
    "đừng": Said.NO,
    "dùng": None,
    "dùng lại": None,
    "bỏ đi": Said.LEAVE,
    "thôi bỏ đi": Said.LEAVE,
    "lùi": Said.BACK,
}
_WORDS = {
    Said.YES: (
        "dung|dung roi|dung vay|dung the|dung day|phai|phai roi|u|uh|uk|um|uhm|ua|co|vang|da|da vang|ok|oke|okay|okie|"
        "dong y|chinh xac|chuan|chuan roi|yes|yep|yeah|y|sure|correct|duoc|co a|muon|xac nhan|dung la vay|dung cai do"
    ),
    Said.NO: ("khong|ko|k|hong|hok|chua|chua co|no|nope|khong co|khong can"),
    Said.WRONG: (
        "khong phai|ko phai|k phai|hong phai|hok phai|khong dung|sai|sai roi|nham|nham roi|chua dung|"
        "khong phai cai nao|khong cai nao|khong co cai nao|khong phai vay|khong phai cai nay|khong phai cai|"
        "khong phai y toi|y toi khac|cai khac|viec khac|y khac|"
        "none|khong phai viec nay|not this|none of these|wrong|dek phai|khong phai the"
    ),
    Said.NEXT: (
        "tiep|tiep theo|tiep tuc|tiep di|lam tiep|buoc tiep|buoc tiep theo|buoc sau|xong|xong roi|da xong|lam xong|"
        "lam xong roi|roi|duoc roi|toi lam roi|da lam|da lam xong|next|done|continue|go on|qua buoc sau|roi sao nua"
    ),
    Said.BACK: "quay lai|lui lai|buoc truoc|tro lai|tro ve|quay ve|truoc do|buoc truoc do|back|go back|previous",
    Said.REPEAT: "nhac lai|noi lai|doc lai|lap lai|xem lai|cho xem lai|chua ro|nghe chua ro|repeat|again|say again",
    Said.STUCK: (
        "toi bi ket|bi ket|ket|ket roi|tac|tac roi|khong duoc|ko duoc|k duoc|hong duoc|khong lam duoc|lam khong duoc|"
        "khong thay|khong thay gi|ko thay|khong hieu|chua hieu|loi|loi roi|bi loi|khong biet lam|"
        "stuck|im stuck|i m stuck|"
        "it does not work|not working|chua duoc|van chua duoc|van khong duoc"
    ),
    Said.RESTART: "lam lai|lam lai tu dau|bat dau lai|tu dau|quay lai tu dau|start over|restart",
    Said.LEAVE: (
        "thoi|thoi khong can|thoat|nghi|nghi da|de sau|de luc khac|khong lam nua|bo qua|huy|stop|cancel|quit|exit|"
        "thoi cam on|thoi duoc roi|ngung|khong can nua"
    ),
    Said.BEGIN: "bat dau|bat dau tung buoc|tung buoc|bat dau lam|lam luon|huong dan tung buoc|start|begin",
    Said.ASK_BOT: (
        "hoi tro ly|hoi tro ly viec khac|hoi viec khac|hoi bot|hoi may|tro ly|quay lai tro ly|hoi cam tay|"
        "ask the assistant|assistant"
    ),
    Said.TO_PERSON: "noi tiep voi nguoi ho tro|noi tiep voi nguoi|nhan tiep cho nguoi ho tro|quay lai voi nguoi ho tro",
}
_MEANINGS = {words: said for said, line in _WORDS.items() for words in line.split("|")}
_NOT = "(?:khong|ko|k|hong|hok|hem|chang)"
_I = "(?:toi|em|minh|bac|chau|con|tui|anh|chi|co|chu|ong|ba)"
_GO_ON = "(?:can|lam|muon|hoi|theo|dat|nhac|xoa|huy|ham)(?: (?!duoc)\\w+)?"
_LATER = "(?:(?:hom|bua|luc|khi|dip|lan|ngay) (?:khac|sau|mai)|mai(?: mot)?|tuan sau)"
_THING = "(?:cai|viec|chuyen|muc|y|truong hop|lua chon)"
_PLACE = "(?:cai|viec|chuyen|muc|buoc|cho|phan|doan|huong dan)"
_BEFORE = "(?:luc nay|khi nay|hoi nay|ban nay|nay gio|vua roi|vua nay|cu|dang do|do dang|dang lam|hom truoc|luc truoc)"
_SHAPES: dict[Said, re.Pattern[str]] = {
    Said.LEAVE: re.compile(
        rf"(?:(?:a|da|ok|thoi) )*(?:{_I} )?(?:{_NOT} {_GO_ON} nua|khoi(?: can| lam| hoi| nhac)?|tam (?:dung|ngung|nghi)"
        rf"|(?:dung|ngung)(?: lai)?(?: o)?(?: day)?|(?:de|hen) {_LATER}(?: (?:lam|tinh|hoi|xem|tiep))*"
        rf"|{_LATER}(?: (?:lam|tinh|hoi|xem|tiep))+)(?: (?:dau|roi))*|thoi (?:{_I} )?{_NOT} {_GO_ON}(?: dau)?"
    ),
    Said.BEGIN: re.compile(
        rf"(?:(?:hay|cho|chi|huong dan|giup|muon|bat dau|lam|xem|theo|{_I}) )*"
        rf"(?:tung buoc(?: mot)?|bat dau)(?: (?:lam|thoi|ngay|nao|giup|cho|{_I}))*"
    ),
    Said.NEXT: re.compile(
        rf"(?:(?:sang|qua|den|cho|xem|chi|lam|{_I}) )*buoc (?:tiep(?: theo)?|sau|ke(?: tiep)?|nua)(?: (?:la|lam) gi)?"
    ),
    Said.BACK: re.compile(r"(?:quay|lui|tro) (?:lai|ve)(?: ve)? (?:buoc|phan|cai) truoc(?: do)?"),
    Said.RESUME: re.compile(
        rf"(?:{_I} |muon |cho )*(?:quay lai|tro lai|quay ve|tro ve|lam tiep|tiep tuc|tiep)(?: {_PLACE})* {_BEFORE}"
    ),
    Said.WRONG: re.compile(
        rf"{_NOT}(?: (?:co|phai|giong|dung|thuoc))+ (?:(?:may|nhung|cac) )?{_THING}(?: (?:nao|nay|do|kia|tren|khac))*"
        rf"(?: (?:het|ca|giong|dung|trong|o|nay|do|tren|day))*|{_NOT}(?: (?:co|nam|phai|o))* trong(?: (?:nay|do|day))?"
    ),
}  # said as a whole in ever new words
_PERSON = re.compile(
    r"\b(?:gap|noi chuyen (?:truc tiep )?(?:voi|vs)|noi chuyen cung|noi (?:tiep )?voi|ket noi voi|lien he voi|"
    r"chat voi) "
    r"(?:mot |1 |truc tiep )?(?:nguoi(?: that| ho tro| tu van)?|can bo|nhan vien|to cong nghe|tu van vien|"
    r"tong dai vien)\b(?! nao| o dau| lua)"
    r"|\bchuyen (?:toi |may |cho |sang |den |toi gap )+(?:nguoi|can bo|nhan vien)\b"
    r"|^(?:a |da |xin |nho |lam on |hay |ban |anh |chi |em |can bo |co the |cho |co ai |ai do |muon nguoi )*"
    r"goi (?:lai |dien )?cho "
    r"(?:toi|em|minh|bac|chau|tui|anh|chi|co|chu)\b"
    r"|\b(?:talk|speak|chat) (?:to|with) (?:a |an |some)?(?:real |live )?"
    r"(?:person|human|someone|body|staff|officer)\b"
    r"|^(?:a |i (?:want|need) a )?(?:real |live )?(?:human|person|nguoi that)(?: please| pls)?$"
)
_ASKS = re.compile(r"\?\s*$|\s(?:à|hả|hở|sao|chứ)\W*$")
_SHAPE_LENGTH = 10  # words; a longer text says more than one of the shapes
_PERSON_LENGTH = 12  # words; a longer text tells a story, it does not ask for a person


def chosen(text: str, offered: tuple[Choice, ...]) -> Choice | int | None:
    """The offered choice a text names by number, place or label; the number alone when there is no such choice."""
    words = short_form(text)
    for choice in offered:
        if words and words in _label_words(choice.label):
            return choice
    if _LAST.match(words) and offered:
        return offered[-1]
    found = _NUMBER.match(words)
    if found is None:
        return None
    word = found.group(1)
    is_figure = word.isascii() and word.isdigit() and len(word) <= 2
    number = int(word) if is_figure else _NUMBERS.get(word, 0)
    if 1 <= number <= len(offered):
        return offered[number - 1]
    return number if is_figure else None


@lru_cache(maxsize=4_096)
def _label_words(label: str) -> tuple[str, ...]:
    """What is typed for a label: all its words, or those after "Có," and "Không,"."""
    bare = bare_label(label)
    yes_or_no, comma, rest = bare.partition(", ")
    after = rest if comma and syllables(yes_or_no) in (["co"], ["khong"], ["yes"], ["no"]) else bare
    return short_form(bare), short_form(after)


@lru_cache(maxsize=512)
def said(text: str) -> Said | None:
    """The short answer a text is, as a whole, or None."""
    whole = spoken(text)
    if whole in _MARKED:
        return _MARKED[whole]
    words = short_form(text)
    meant = _MEANINGS.get(words) or (Said.PERSON if wants_person(" ".join(syllables(text))) else None)
    return meant or (None if _ASKS.search(text.lower()) else _shaped(words))


def _shaped(words: str) -> Said | None:
    """What folded words of a known shape mean, in whatever words they are put."""
    if words.count(" ") >= _SHAPE_LENGTH:
        return None
    return next((meant for meant, shape in _SHAPES.items() if shape.fullmatch(words)), None)


def wants_person(words: str) -> bool:
    """Whether the folded words ask for a person rather than tell a story."""
    return words.count(" ") < _PERSON_LENGTH and _PERSON.search(words) is not None
