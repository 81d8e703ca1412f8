"""What words say about the step on the screen: it does not work, I am done, which step was that.

Only words that all belong to screens, steps and small talk are taken for it. One word of another matter, and the
message is a question for the reader.
"""

import re

from flows import courtesy, number_words
from flows.dialogue.typed import Said

_SAME = {
    word: meant
    for meant, words in {
        "khong": "ko k kg khg hong hok hem hk kh chang cha chua deo",
        "duoc": "dc dx",
        "bam": "nhan an click",
        "hoai": "mai",
        "gi": "j",
        "roi": "r ui",
        "vao": "vo",
        "sao": "rang",
        "treo": "lag giat",
    }.items()
    for word in words.split()
}
_FILLERS = courtesy.FOLDED | frozenset(
    "ah di voi tui con ong ba co chu ma thi la cu van lai nua het ca nao gi nay kia ay no cai cho o tren "
    "duoi trong ben giup gium dum lam qua biet lan may mot hai 1 2 3 nhieu moi vua hien gio bay khi luc "
    "duoc y va cung phai hoai sao roi khong hieu thu nhi ha hen he hu ta ro hon ki ky them tiet giai thich "
    "noi xem coi nhac doc tiep theo truoc sau xong dau ra vao len xuong ve ua u ok dang de ti chut lat xiu "
    "ty khoan tu".split()
)
_SCREEN = frozenset(
    "nut muc o dong man hinh trang web app ung dung buoc khung bang may dien thoai mang menu danh sach hinh chu bam "
    "mo thu tim kiem go nhap dien chon tai doi quay xoay hien chay thay lam treo den trang loi ket tac sai kho "
    "cham tron nham lo".split()
)
_KNOWN = _FILLERS | _SCREEN
_OTHER_MATTERS = re.compile(r"\bket qua\b")  # two words of the screen that together are none
_MEANT = {
    Said.BACK: re.compile(r"\b(?:bam|chon) (?:nham|sai|lo)\b|\blo (?:tay )?(?:bam|chon)\b"),
    Said.STUCK: re.compile(
        r"\bkhong (?:\w+ )?(?:thay|duoc|hieu|biet|ra|len|chay|vao|mo|tai|hien|bam|tim|qua|lam|co (?:nut|muc|o|dong))\b"
        r"|\b(?:quay|xoay|tron|doi|tai|tim|bam|lam|thu) (?:\w+ )?hoai\b"
        r"|\b(?:bi|may|app|trang|web|man hinh|no|cu|van) (?:\w+ )?(?:treo|loi|den|ket|tac)\b"
        r"|\b(?:loi|ket|tac|kho|treo|cham) (?:roi|qua|the|vay|hoai)\b"
        r"|\b(?:bam|vao|tim|mo) (?:vao )?(?:o )?(?:cho nao|dau|nut nao|muc nao)\b"
        r"|\b(?:gio|bay gio|phai) (?:lam )?sao\b"
    ),
    Said.WAIT: re.compile(
        r"\b(?:cho|doi|khoan|tu) (?:\w+ )?(?:mot |1 |it |da )?(?:ti|chut|lat|xiu|ty|da|tu)\b|\bkhong (?:lam )?xong\b"
        r"|^(?:\w+ )?dang (?:lam|tim|bam|mo|dien|nhap|tai|xem|go|doi|cho)\b|\bde (?:\w+ )?(?:lam|thu|tim|xem)\b"
    ),
    Said.MORE: re.compile(
        r"\b(?:ro hon|ky hon|ki hon|chi tiet (?:hon|them)|cu the (?:hon|them)|giai thich|noi (?:them|ro|ky|ki))\b"
    ),
    Said.REPEAT: re.compile(r"\b(?:xem|coi|noi|nhac|doc) lai\b"),
    Said.NEXT: re.compile(
        r"^(?!.*\bkhong\b).*\b(?:xong|(?:lam|bam|vao|mo|dien|chon|nhap|thay|duoc) roi|tiep theo|"
        r"lam gi (?:tiep|nua)|(?:roi )?sao nua|gi nua|buoc (?:tiep|sau))\b"
    ),
}  # the first that fits; "không" of whatever spelling says that nothing is done
_IN_ENGLISH = re.compile(
    r"\b(?:can ?t|cannot|can not|doesn ?t|does not|not|won ?t) (?:\w+ )?"
    r"(?:find|see|open|click|work|working|load|understand|loading)\b|\b(?:error|frozen|stuck)\b"
)
_ENGLISH_LENGTH = 8
_LONGEST = 14  # words
_NUMBERED = {str(number): number for number in range(1, 10)} | {"nhi": number_words.ORDINAL["nhi"]}
_NUMBERED |= {word: number for word, number in number_words.FOLDED.items() if str(number) in _NUMBERED}
_STEP = re.compile(rf"\bbuoc (?:so |thu )?({'|'.join(_NUMBERED)})\b")


def said_at_screen(words: str) -> Said | None:
    """What folded words say about a step, or None when they speak of anything else."""
    spoken = words.split()
    if len(spoken) <= _ENGLISH_LENGTH and _IN_ENGLISH.search(words):
        return Said.STUCK
    plain = [_SAME.get(word, word) for word in spoken]
    if not 1 < len(plain) <= _LONGEST or not _KNOWN.issuperset(plain):
        return None
    text = " ".join(plain)
    if _OTHER_MATTERS.search(text):
        return None
    return next((meant for meant, pattern in _MEANT.items() if pattern.search(text)), None)


def step_named(words: str) -> int | None:
    """The number of the step that folded words name ("bước 2"), or None when they speak of anything else."""
    found = _STEP.search(words)
    plain = [_SAME.get(word, word) for word in words.split()]
    if found is None or len(plain) > _LONGEST or not (_KNOWN | _NUMBERED.keys()).issuperset(plain):
        return None
    return _NUMBERED[found.group(1)]
