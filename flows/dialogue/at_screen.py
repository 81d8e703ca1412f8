"""What a citizen says while standing at a step: it does not work, I am done, which step was that.

Only a message whose every word belongs to screens, steps and small talk is taken up here. One word of another matter,
and the message is a question for the reader.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from flows.cases import CaseReason
from flows.conversation import Turn
from flows.dialogue import choices, picks, stuck, walking
from flows.dialogue.people import hand_over
from flows.dialogue.scene import Scene, turn
from flows.guides import Guide, Step
from flows.messages import Outbound
from flows.number_words import FOLDED, ORDINAL
from flows.outcomes import Outcome


class AtScreen(StrEnum):
    """What is said about the step on the screen."""

    STUCK = "stuck"
    DONE = "done"
    AGAIN = "again"
    MORE = "more"
    MISTAKEN = "mistaken"
    WAIT = "wait"


_SAME = {
    word: meant
    for meant, words in {
        "khong": "ko k kg khg hong hok hem hk kh chang cha chua deo",
        "duoc": "dc dx",
        "thay": "thay",
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
_FILLERS = frozenset(
    "a ah da vang nhe nha nhen nghen nghe ne di voi oi bot em toi tui minh bac chau con anh chi ad ong ba co chu bot "
    "the vay luon ma thi la cu van lai nua het ca nao gi day do nay kia ay no cai cho o tren duoi trong ben giup gium "
    "dum lam qua biet lan may mot hai ba 1 2 3 nhieu moi vua hien gio bay khi luc nua co duoc y va cung phai lam hoai "
    "sao roi khong hieu thu the nhi ha hen he hu ta ro hon ki ky them chi tiet cu giai thich noi xem coi nhac doc "
    "tiep theo truoc sau xong roi dau ra vao len xuong qua ve ua u ok dang de ti chut lat xiu ty khoan tu".split()
)
_SCREEN = frozenset(
    "nut muc o dong man hinh trang web app ung dung buoc khung bang may dien thoai mang menu danh sach hinh chu bam "
    "mo thu tim kiem go nhap dien chon tai doi quay xoay hien chay thay lam treo den trang loi ket tac sai kho "
    "cham tron nham lo".split()
)
_KNOWN = _FILLERS | _SCREEN
_OTHER_MATTERS = re.compile(r"\bket qua\b")  # two words of the screen that together are none
_MEANT = {
    AtScreen.MISTAKEN: re.compile(r"\b(?:bam|chon) (?:nham|sai|lo)\b|\blo (?:tay )?(?:bam|chon)\b"),
    AtScreen.STUCK: re.compile(
        r"\bkhong (?:\w+ )?(?:thay|duoc|hieu|biet|ra|len|chay|vao|mo|tai|hien|bam|tim|qua|lam|co (?:nut|muc|o|dong))\b"
        r"|\b(?:quay|xoay|tron|doi|tai|tim|bam|lam|thu) (?:\w+ )?hoai\b"
        r"|\b(?:bi|may|app|trang|web|man hinh|no|cu|van) (?:\w+ )?(?:treo|loi|den|ket|tac)\b"
        r"|\b(?:loi|ket|tac|kho|treo|cham) (?:roi|qua|the|vay|hoai)\b"
        r"|\b(?:bam|vao|tim|mo) (?:vao )?(?:o )?(?:cho nao|dau|nut nao|muc nao)\b"
        r"|\b(?:gio|bay gio|phai) (?:lam )?sao\b"
    ),
    AtScreen.WAIT: re.compile(
        r"\b(?:cho|doi|khoan|tu) (?:\w+ )?(?:mot |1 |it |da )?(?:ti|chut|lat|xiu|ty|da|tu)\b|\bkhong (?:lam )?xong\b"
        r"|^(?:\w+ )?dang (?:lam|tim|bam|mo|dien|nhap|tai|xem|go|doi|cho)\b|\bde (?:\w+ )?(?:lam|thu|tim|xem)\b"
    ),
    AtScreen.MORE: re.compile(
        r"\b(?:ro hon|ky hon|ki hon|chi tiet (?:hon|them)|cu the (?:hon|them)|giai thich|noi (?:them|ro|ky|ki))\b"
    ),
    AtScreen.AGAIN: re.compile(r"\b(?:xem|coi|noi|nhac|doc) lai\b"),
    AtScreen.DONE: re.compile(
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
_NUMBERS = {str(number): number for number in range(1, 10)} | {"nhi": ORDINAL["nhi"]}
_NUMBERS |= {word: number for word, number in FOLDED.items() if str(number) in _NUMBERS}
_STEP = re.compile(rf"\bbuoc (?:so |thu )?({'|'.join(_NUMBERS)})\b")


def at_screen(scene: Scene) -> Turn | None:
    """The turn for words about the step on the screen, or None for every other message."""
    guide = scene.guide
    if guide is None or scene.message.choice_id or scene.reading.known_error:
        return None
    numbered = _numbered(scene, guide)
    if numbered is not None:
        return numbered
    meant = said_at_screen(scene.words)
    if meant is None or (scene.step is None and meant is not AtScreen.MORE and meant is not AtScreen.STUCK):
        return None
    return _TURNS[meant](scene)


def said_at_screen(words: str) -> AtScreen | None:
    """What folded words say about a step, or None when they speak of anything else."""
    spoken = words.split()
    if len(spoken) <= _ENGLISH_LENGTH and _IN_ENGLISH.search(words):
        return AtScreen.STUCK
    plain = [_SAME.get(word, word) for word in spoken]
    if not 1 < len(plain) <= _LONGEST or not _KNOWN.issuperset(plain):
        return None
    text = " ".join(plain)
    if _OTHER_MATTERS.search(text):
        return None
    return next((meant for meant, pattern in _MEANT.items() if pattern.search(text)), None)


def _numbered(scene: Scene, guide: Guide) -> Turn | None:
    """The turn for "bước 2", whether it is to be seen again or was not understood."""
    found = _STEP.search(scene.words)
    rest = [_SAME.get(word, word) for word in scene.words.split()]
    if found is None or len(rest) > _LONGEST or not (_KNOWN | set(_NUMBERS)).issuperset(rest):
        return None
    way = _way_to(scene, guide, _NUMBERS[found.group(1)])
    path = tuple(step.id for step in way)
    there = replace(scene, conversation=replace(scene.conversation, guide_id=guide.id, path=path))
    if said_at_screen(scene.words) is AtScreen.STUCK:
        return stuck.troubles(there, guide, way[-1])
    return walking.show(there, guide, way[-1])


def _way_to(scene: Scene, guide: Guide, number: int) -> list[Step]:
    """The steps up to the one with that number on the citizen's way, or up to the fork or the end before it."""
    path = [step for step in map(guide.step, scene.conversation.path) if step] or [guide.steps[0]]
    for after in guide.steps_after(path[-1]):
        if len(path) >= number or path[-1].choices:  # which way leads on from a fork only the citizen knows
            break
        path.append(after)
    return path[: max(1, number)]


def _stuck(scene: Scene) -> Turn:
    """One fix at a time; a person for who has the list before the eyes and is still stuck."""
    trouble = stuck.described(scene)
    if trouble is None and choices.PERSON_STUCK in [offered.id for offered in scene.conversation.offered]:
        return hand_over(scene, CaseReason.STUCK, question=stuck.where_stuck(scene, scene.step))
    return stuck.fix(scene, scene.guide, *trouble) if trouble and scene.guide else picks.stuck_here(scene)


def _wait(scene: Scene) -> Turn:
    """Nobody is hurried: the step stays on the screen."""
    guide, step = scene.guide, scene.step
    if guide is None or step is None:
        return picks.again(scene)
    text = scene.say('Vâng, bác/anh/chị cứ thong thả. Xong thì nhắn "xong", vướng chỗ nào thì nhắn "kẹt".')
    ways = walking.step_choices(scene, guide, step, scene.conversation.path)
    return turn(scene, Outcome.STEP_SHOWN, Outbound(text, choices=ways), guide_id=guide.id, step_id=step.id)


def _more(scene: Scene) -> Turn:
    return picks.stuck_here(scene) if scene.step else picks.on(scene)


_TURNS: dict[AtScreen, Callable[[Scene], Turn]] = {
    AtScreen.STUCK: _stuck,
    AtScreen.DONE: picks.on,
    AtScreen.AGAIN: picks.again,
    AtScreen.MORE: _more,
    AtScreen.MISTAKEN: picks.back,
    AtScreen.WAIT: _wait,
}
