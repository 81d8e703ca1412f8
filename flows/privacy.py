"""Personal data in what people write: found and replaced before anything is kept.

Dossier codes, case codes, procedure codes, law numbers, dates and amounts stay: people and the team need them back.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from flows.number_words import FOLDED
from flows.text.letters import fold, nfc


class PersonalData(StrEnum):
    """The kinds of data that are replaced."""

    IDENTITY = "identity"
    PHONE = "phone"
    OTP = "otp"
    PASSWORD = "password"  # noqa: S105 (the name of a kind)
    EMAIL = "email"
    ACCOUNT = "account"
    CARD = "card"
    INSURANCE = "insurance"
    TAX = "tax"
    PASSPORT = "passport"
    # The rest stays between citizen and team, who need it; see flows/person_names.py.
    PLATE = "plate"
    BIRTH = "birth"
    ADDRESS = "address"
    NAME = "name"


SECRETS = frozenset({PersonalData.OTP, PersonalData.PASSWORD, PersonalData.CARD})
MARKS = {
    PersonalData.IDENTITY: "[số định danh]",
    PersonalData.PHONE: "[số điện thoại]",
    PersonalData.OTP: "[mã OTP]",
    PersonalData.PASSWORD: "[mật khẩu]",
    PersonalData.EMAIL: "[thư điện tử]",
    PersonalData.ACCOUNT: "[số tài khoản]",
    PersonalData.CARD: "[số thẻ]",
    PersonalData.INSURANCE: "[số bảo hiểm]",
    PersonalData.TAX: "[mã số thuế]",
    PersonalData.PASSPORT: "[số hộ chiếu]",
    PersonalData.PLATE: "[biển số xe]",
    PersonalData.BIRTH: "[ngày sinh]",
    PersonalData.ADDRESS: "[địa chỉ]",
    PersonalData.NAME: "[tên người]",
}
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS.values()))


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were in it."""

    text: str
    kinds: tuple[PersonalData, ...] = ()


@dataclass(frozen=True, slots=True)
class _Find:
    start: int
    end: int
    kind: PersonalData


_WORDS_BETWEEN = r"(?:[^\W\d_]+[ ]+){0,4}"
_D = r"(?<![\w.,-])"  # nothing that could belong to the number stands before
_E = r"(?![\w-]|[.,/]\d)"  # and nothing after
_SECRET_NAME = r"\b(?:mat khau|matkhau|mat ma|mk|password|pass|pwd|passcode|ma pin|pin)\b"  # noqa: S105 (words people call it by)
_OTP_NAME = r"\b(?:otp|ma xac (?:thuc|nhan|minh)|ma kich hoat|verification code|security code)\b"
_YEAR = r"(?!(?:19|20)\d\d\b)"
_CURRENCY = r"(?!\s*(?:d|dong|vnd|vnđ|k|tr|trieu|ty|ngan|nghin)\b)"

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPELLED_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+(?:[ ]*@|[ ]+(?:a cong|a moc|at)\b|[ ]*\((?:a cong|a moc|at)\))[ ]*"
    r"(?:gmail|yahoo|hotmail|outlook|icloud)[ ]*(?:\.|cham|dot)[ ]*"
    r"com(?:[ ]*(?:\.|cham|dot)[ ]*vn)?\b"
)
_DOSSIER = re.compile(
    r"\b[a-z]{1,4}\d{2}(?:[.]\d{1,3})*(?:[.-]\d{1,6}){2,}\b|\b\d{3}(?:\.\d{2,3}){1,3}(?:\.[a-z]\d{2})?-\d{6}-\d{3,6}\b"
    r"|\b(?:ma|so) (?:ho so|bien nhan|tiep nhan)(?: \S+){0,2}? ?:? ?[a-z0-9][a-z0-9.-]*\d\b"
)
_DIGIT = re.compile(r"\d")
_PATTERNS: tuple[tuple[PersonalData, re.Pattern[str]], ...] = (
    (PersonalData.CARD, re.compile(_D + r"(\d{4}(?:[ .-]?\d{4}){3}(?:[ .-]?\d{3})?)" + _E)),
    (PersonalData.INSURANCE, re.compile(r"(?<!\w)([a-z]{2}[ ]?\d(?:[ ]?\d){12})(?!\w)")),
    (
        PersonalData.INSURANCE,
        re.compile(r"\b(?:bhxh|bhyt|bao hiem(?: xa hoi| y te)?|ma so bh|so bh)\b[^\d\n]{0,25}?(\d{10}|\d{15})" + _E),
    ),
    (
        PersonalData.OTP,
        re.compile(_OTP_NAME + r"[ :=]*" + _WORDS_BETWEEN + r"[:= ]*" + _YEAR + r"(\d{4,8}|\d{3}[ -]\d{3})" + _E),
    ),
    (PersonalData.OTP, re.compile(r"\bma\b(?: la)?[ :=]*(\d{6})" + _E + r"(?=[^\n]*\b(?:doc|cung cap|dua)\b)")),
    (PersonalData.OTP, re.compile(r"\b(?:doc|cung cap|dua)\b[^\d\n]{0,25}\bma\b(?: la)?[ :=]*(\d{6})" + _E)),
    (PersonalData.OTP, re.compile(_D + r"(\d{4,8})[ ]+(?:la|chinh la)[ ]+(?:ma )?(?:otp|xac (?:thuc|nhan|minh))\b")),
    (
        PersonalData.ACCOUNT,
        re.compile(
            r"\b(?:stk|so tk|tk|so tai khoan|tai khoan|account)\b[^\d\n]{0,25}?(\d(?:[ .-]?\d){5,16})" + _E + _CURRENCY
        ),
    ),
    (
        PersonalData.IDENTITY,
        re.compile(
            r"\b(?:cmnd|cmt|chung minh(?: nhan dan| thu)?|cccd|can cuoc(?: cong dan)?|so dinh danh)\b[^\d\n]{0,25}?"
            r"(\d(?:[ .-]?\d){7,13})" + _E
        ),
    ),
    (
        PersonalData.TAX,
        re.compile(r"\b(?:ma so thue|mst|tax code)\b[^\d\n]{0,25}?(\d(?:[ .]?\d){9}(?:-\d{3}|(?:[ .]?\d){2})?)" + _E),
    ),
    (PersonalData.PASSPORT, re.compile(r"\b(?:ho chieu|passport)\b[^\d\n]{0,25}?(?<!\w)([a-z][ ]?\d{7,8})(?!\w)")),
    (PersonalData.IDENTITY, re.compile(_D + r"(0(?:[ .-]?\d){11})" + _E)),
    (PersonalData.IDENTITY, re.compile(_D + r"(\d{3}[ .-]?\d{3}[ .-]?\d{3}[ .-]?\d{3})" + _E)),
    (
        PersonalData.PHONE,  # "o" is a nought of somebody who cannot find the key
        re.compile(r"(?<![\w.,-])(\(?(?:\+?84[ )(0.-]{0,4}|[0o][ .-]?)[35789](?:[ .)-]{0,2}\d){8})(?![\w-]|[.,]\d)"),
    ),
    (PersonalData.PHONE, re.compile(_D + r"(02\d(?:[ .-]?\d){7,8})" + _E)),
    (PersonalData.IDENTITY, re.compile(_D + r"(?!\d{6}000)(\d{9})" + _E + _CURRENCY)),
    (PersonalData.CARD, re.compile(_D + r"(\d{13,19})" + _E)),
    (PersonalData.OTP, re.compile(r"^\s*(\d{6}|\d{3}[ -]\d{3})\s*$")),
)
_SPOKEN_DIGIT = f"(?:{'|'.join(word for word, number in FOLDED.items() if number < 10)}|lam|linh)"
_SPOKEN = re.compile(rf"\b{_SPOKEN_DIGIT}(?:[ ,.-]+{_SPOKEN_DIGIT}){{8,}}\b")  # read aloud to a phone that writes
_IDENTITY_LENGTH = 12
_PASSWORD = re.compile(
    _SECRET_NAME + r"(?:(?P<copula>[ ]*[:=][ ]*|[ ]+" + _WORDS_BETWEEN + r"(?:la|is)[ ]*:?[ ]+)|[ ]+)(?P<word>\S+)"
)
_NO_PASSWORD = frozenset(
    "gi nao sao dau bao may the phai duoc khong dung sai ngay cai mot nhieu cua do nay so chu ky co vay day minh toi "
    "kieu loai dang bat chung ca nhung quan de rat bi dieu".split()
)


def mask(text: str) -> Masked:
    """`text` with personal data replaced by what it was, and the kinds found, in the order they stand."""
    text = nfc(text)  # only then does every letter keep its place when the marks are taken off
    found = _finds(text)
    if not found:
        return Masked(text)
    finds = sorted(_without_overlap(found), key=lambda find: find.start)
    pieces: list[str] = []
    done = 0
    for find in finds:
        pieces += [text[done : find.start], MARKS[find.kind]]
        done = find.end
    pieces.append(text[done:])
    return Masked("".join(pieces), tuple(dict.fromkeys(find.kind for find in finds)))


def without_marks(text: str) -> str:
    """A masked text without the words that stand for the data, so that they are not read as part of a question."""
    return (_MARK.sub(" ", text) if "[" in text else text).strip()


def _finds(text: str) -> list[_Find]:
    folded = fold(text)
    has_digit = _DIGIT.search(folded) is not None
    found = [_Find(*match.span(), PersonalData.EMAIL) for match in _EMAIL.finditer(text)] if "@" in text else []
    found += [_Find(*match.span(), PersonalData.EMAIL) for match in _SPELLED_EMAIL.finditer(folded)]
    found += _passwords(folded)
    found += [_Find(*match.span(), _kind_spoken(match.group())) for match in _SPOKEN.finditer(folded)]
    for kind, pattern in _PATTERNS if has_digit else ():  # all of them are kinds of numbers
        found += [_Find(*match.span(1), kind) for match in pattern.finditer(folded)]
    if not found:
        return []
    taken = [match.span() for match in _MARK.finditer(text)]
    taken += [match.span() for match in _DOSSIER.finditer(folded)] if has_digit else []
    return [find for find in found if all(find.end <= start or find.start >= end for start, end in taken)]


def _kind_spoken(words: str) -> PersonalData:
    length = len(re.findall(r"[a-z]+", words))
    return PersonalData.IDENTITY if length >= _IDENTITY_LENGTH else PersonalData.PHONE


def _passwords(folded: str) -> list[_Find]:
    return [
        _Find(*match.span("word"), PersonalData.PASSWORD)
        for match in _PASSWORD.finditer(folded)
        if _looks_secret(match["word"], told=match["copula"] is not None, last=match.end() == len(folded.rstrip()))
    ]


def _looks_secret(word: str, *, told: bool, last: bool) -> bool:
    word = word.strip(".,;!?\"'()")
    has_digit = any(letter.isdigit() for letter in word)
    has_other = any(not letter.isdigit() for letter in word)
    if len(word) < 4 or word in _NO_PASSWORD:
        return False
    if not told:
        return has_digit and (has_other or len(word) == 6)
    return has_digit or not word.isalpha() or last


def _without_overlap(finds: list[_Find]) -> list[_Find]:
    kept: list[_Find] = []
    for find in finds:
        if all(find.end <= other.start or find.start >= other.end for other in kept):
            kept.append(find)
    return kept
