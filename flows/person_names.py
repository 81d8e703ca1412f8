"""Who somebody is, by name, birth and house, for texts that leave the desk: the team's group, drafts of content.

Nobody can find every name. Found are full names that begin with a family name, and what stands after "ông", "chị", …
or after "tên là"; streets behind their word or house number, communes and towns stay.
"""

import re

from flows.privacy import MARKS, PersonalData, mask
from flows.text.letters import fold

LONGEST = 5  # syllables of a name
_WHOLE = 3  # family, middle and given name
_WORD = re.compile(r"[^\W\d_]+")
_FAMILY = frozenset(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng "
    "mai tô hà cao lương châu tạ lưu thái quách tống kiều nghiêm giang khúc triệu kim mạc nông vi lò".split()
)
_FAMILY_UNMARKED = frozenset(
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ngo duong dao doan dinh truong".split()
)
_MIDDLE = frozenset({"van", "thi"})
_TITLES = frozenset("ông bà anh chị cô chú bác em cháu cụ dì thím cậu mợ bé ong chi bac chau".split())
_PLACES = frozenset(
    "đường phố phường xã quận huyện tỉnh thôn ấp khu trường chợ cầu viện ty đảo sông hồ làng bản ngõ hẻm tp "
    "duong pho phuong xa quan huyen tinh thon truong vien thpt thcs".split()
)
_NO_NAME = frozenset({"bac ho", "ba ria", "ba na", "co to", "anh son", "bac ai", "ba den", "chu se", "em be", "ho so"})
# Towns and countries that begin like a family name.
_TOWNS = frozenset(
    f"{first} {second}"
    for first, seconds in (
        ("ha", "noi giang nam tinh dong long tien lan quang trung"),
        ("ho", "chi"),
        ("lam", "dong thao"),
        ("cao", "bang lanh phong"),
        ("thai", "binh nguyen lan thuy hoa"),
        ("kim", "bang thanh dong boi son"),
        ("ly", "son nhan"),
        ("mai", "chau son"),
        ("dao", "xa"),
        ("trieu", "phong son"),
        ("trang", "bang bom"),
    )
    for second in seconds.split()
)
# Before a name it makes a street of it; the number of a dossier or a year does not.
_HOUSE = re.compile(r"(?:\b(?:(?<!ho )(?<!ho so )so|nha|o|tai|duong|dia chi) \d{1,4}[a-z]?|\[dia chi\])[ ]+$")
_STOPS = frozenset(
    "o sinh nam so muon hoi la xin can lam bi co thi voi va cho dang que dia tai den nhu ma khong chua duoc da se "
    "ngay tuoi gap di mat xa thon ap".split()
)
_CALLED = re.compile(r"\b(?:ten(?: (?:toi|em|chau|con|chong|vo|me|bo|ba|ong))?(?: la)?|ho ten|ho va ten)[ :]+$")
_LOOK_BACK = 30  # letters before a name that tell what it is
_DAY = r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})|\d{1,2} thang \d{1,2}(?: nam \d{4})?"
_PLATE = r"[1-9]\d[ -]?[a-z]{1,2}\d?[ -]?"
_LANES = r"(?:[ ,]+(?:ngo|ngach|hem|kiet|to|lo)[ ]+\d+[a-z]?)"
_AFTER = r"(?![\w/]|[.]\d)"
_DETAILS = (
    (PersonalData.BIRTH, re.compile(rf"\b(?:ngay sinh|sinh(?: ngay)?|ns|sn)\b[ :]*({_DAY})(?!\d)")),
    (
        PersonalData.PLATE,
        re.compile(rf"\b(?:bien(?: so)?|bks|xe)\b[^\d\n]{{0,12}}?({_PLATE}\d{{3}}\.?\d{{1,2}}){_AFTER}"),
    ),
    (PersonalData.PLATE, re.compile(rf"(?<![\w.])({_PLATE}\d{{3}}\.\d{{2}}){_AFTER}")),
    (PersonalData.ADDRESS, re.compile(rf"\b(?:so nha|nha so)\b[ :]*(\d+[a-z]?{_LANES}*){_AFTER}")),
    (
        PersonalData.ADDRESS,
        re.compile(
            r"\b(?:nha|so|o|tai|dia chi|thuong tru|tam tru)\b[ :]*(?!\d{1,2}/\d{1,2}/\d{4})"
            rf"(\d+[a-z]?(?:/\d+[a-z]?)+(?= [a-z])|\d+[a-z]?{_LANES}+|\d+[a-z](?= [a-z])){_AFTER}"
        ),
    ),
)


def without_names(text: str) -> str:
    """The text with names of persons replaced by what they are."""
    words = [match.span() for match in _WORD.finditer(text)]
    pieces: list[str] = []
    done = position = 0
    while position < len(words):
        length = _name_at(text, words, position)
        if length:
            pieces += [text[done : words[position][0]], MARKS[PersonalData.NAME]]
            done = words[position + length - 1][1]
        position += length or 1
    return "".join([*pieces, text[done:]])


def for_others(text: str) -> str:
    """The text without all that tells who somebody is, for people who need not know who asked."""
    masked = mask(text).text
    for kind, pattern in _DETAILS:
        for match in reversed([*pattern.finditer(fold(masked))]):
            masked = masked[: match.start(1)] + MARKS[kind] + masked[match.end(1) :]
    return without_names(masked)


def _name_at(text: str, words: list[tuple[int, int]], position: int) -> int:
    """How many words from `position` on are a name; 0 for none."""
    before = text[slice(*words[position - 1])].lower() if position else ""
    run = _run(text, words, position)
    capitals = _leading_capitals(run)
    opening = " ".join(map(fold, run[:2]))
    if f"{fold(before)} {fold(run[0])}" in _NO_NAME or opening in _NO_NAME:
        return 0
    if before in _TITLES and capitals:
        return capitals
    start = words[position][0]
    said_before = fold(text[max(0, start - _LOOK_BACK) : start])
    is_called = _CALLED.search(said_before) is not None
    is_place = before in _PLACES or _HOUSE.search(said_before) is not None or _is_town(opening, capitals)
    if not _is_family(run[0]) or is_place:
        return capitals if is_called else 0
    if capitals > 1:
        return capitals
    has_middle = len(run) > 2 and fold(run[1]) in _MIDDLE
    return _until_stop(run) if is_called or has_middle else 0


def _is_town(opening: str, capitals: int) -> bool:
    """Whether two words name a town and no person: "Hà Giang", but not those of "Hà Giang Minh"."""
    return opening in _TOWNS and (capitals != _WHOLE or opening == "ho chi")


def _is_family(word: str) -> bool:
    return word.lower() in _FAMILY or word.lower() in _FAMILY_UNMARKED


def _run(text: str, words: list[tuple[int, int]], position: int) -> list[str]:
    """The words from `position` on with nothing but spaces between them, as many as a name may have."""
    run = [text[slice(*words[position])]]
    for (_, end), (start, stop) in zip(words[position:], words[position + 1 :], strict=False):
        if len(run) == LONGEST or text[end:start].strip(" ") or end == start:
            break
        run.append(text[start:stop])
    return run


def _leading_capitals(run: list[str]) -> int:
    return next((index for index, word in enumerate(run) if not word.istitle()), len(run))


def _until_stop(run: list[str]) -> int:
    """How long a name typed without capitals is: family, middle and given name, up to a word no name has."""
    rest = list(enumerate(run[1:4], start=1))
    ends = (index for index, word in rest if fold(word) in _STOPS and not (index == 1 and fold(word) in _MIDDLE))
    length = next(ends, min(len(run), 4))
    return length if length > 1 else 0
