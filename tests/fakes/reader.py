"""A reader that knows guides by the words of their titles; enough for stories about the conversation itself."""

from collections.abc import Mapping

from flows.guides import Aspect, Guide
from flows.matching.reading import Match, Reader, Reading
from flows.outcomes import Outcome
from flows.words import contains, syllables

ASPECTS = {
    Aspect.FEE: ("le phi", "bao nhieu tien", "mat phi", "het bao nhieu", "phi bao nhieu", "how much"),
    Aspect.TIME: ("bao lau", "may ngay", "thoi gian", "how long"),
    Aspect.PAPERS: ("giay to", "can gi", "can nhung gi", "ho so gom", "papers", "documents"),
    Aspect.WHERE: ("o dau", "nop dau", "cho nao", "where"),
    Aspect.ONLINE: ("qua mang", "tren mang", "online"),
    Aspect.STEPS: ("lam sao", "the nao", "cach lam", "how do i"),
}
SMALL_TALK = {
    "greeting": ("xin chao", "chao", "hello", "alo", "hi"),
    "thanks": ("cam on", "thanks", "thank you"),
    "abuse": ("do ngu", "vo dung"),
}
DIRECTORY = {"": ("gap ai",), "cong-an-xa": ("cong an xa o dau", "so cong an xa"), "truong-thon-1": ("truong thon",)}
KNOWN_ERRORS = {"ket noi that bai": "vneid-ket-noi-that-bai"}
OUTSIDE = ("nau pho", "bong da", "thoi tiet")
URGENT = {"fire": ("chay nha",), "suicide": ("muon tu tu", "khong muon song"), "threat": ("doa giet",)}


class FakeReader(Reader):
    """Reads by simple word rules; `names` gives each guide the phrases that call it."""

    def __init__(self, guides: Mapping[str, Guide], names: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.guides = guides
        self.names = NAMES if names is None else names

    def read(self, question: str, open_guide: str | None = None) -> Reading:
        """The reading of `question` by its words."""
        first, *rest = [part for part in question.split(" và còn ") if part.strip()] or [question]
        reading = self._read(first, open_guide)
        if not rest:
            return reading
        others = tuple(self._read(part, open_guide) for part in rest)
        return Reading(reading.outcome, reading.matches, reading.aspect, reading.offered, reading.topic, rest=others)

    def _read(self, question: str, open_guide: str | None) -> Reading:
        words = " ".join(syllables(question))
        for topic, phrases in URGENT.items():
            if _any(words, phrases):
                return Reading(Outcome.URGENT, topic=topic)
        for phrase, error in KNOWN_ERRORS.items():
            if contains(words, phrase):
                return Reading(Outcome.ANSWERED, (Match("loi-ung-dung-vneid", 0.9),), known_error=error)
        aspect = next((aspect for aspect, phrases in ASPECTS.items() if _any(words, phrases)), None)
        found = self._found(words)
        matches = tuple(Match(guide_id, 0.9 - index / 10) for index, guide_id in enumerate(found[:5]))
        if len(found) == 1:
            return Reading(Outcome.ANSWERED, matches, aspect)
        if found:
            return Reading(Outcome.ASKED_BACK, matches, aspect, offered=tuple(found[:4]))
        if aspect and open_guide:
            return Reading(Outcome.ANSWERED, (Match(open_guide, 0.8),), aspect, follow_up=True)
        return _without_guide(words, aspect)

    def _found(self, words: str) -> list[str]:
        called = [
            (max(len(phrase) for phrase in phrases if contains(words, phrase)), guide_id)
            for guide_id, phrases in self.names.items()
            if _any(words, phrases) and guide_id in self.guides
        ]
        if called:
            longest = max(called)[0]
            return [guide_id for length, guide_id in called if length == longest]
        for word, guides in SIBLINGS.items():
            if contains(words, word):
                return [guide_id for guide_id in guides if guide_id in self.guides]
        return []


def _without_guide(words: str, aspect: Aspect | None) -> Reading:
    for topic, phrases in SMALL_TALK.items():
        if _any(words, phrases):
            return Reading(Outcome.SMALL_TALK, topic=topic)
    for topic, phrases in DIRECTORY.items():
        if _any(words, phrases):
            return Reading(Outcome.DIRECTORY, topic=topic)
    if _any(words, OUTSIDE):
        return Reading(Outcome.OUTSIDE, topic="other")
    return Reading(Outcome.NO_MATCH, aspect=aspect)


def _any(words: str, phrases: tuple[str, ...]) -> bool:
    return any(contains(words, phrase) for phrase in phrases)


NAMES: Mapping[str, tuple[str, ...]] = {
    "dang-ky-tam-tru": ("tam tru", "o tro", "kt3", "so tam tru", "temporary residence"),
    "gia-han-tam-tru": ("gia han tam tru",),
    "dang-ky-thuong-tru": ("thuong tru", "nhap ho khau"),
    "dang-ky-khai-sinh": ("khai sinh", "birth certificate"),
    "trich-luc-ho-tich": ("mat giay khai sinh", "trich luc"),
    "dang-ky-ket-hon": ("ket hon",),
    "xac-nhan-doc-than": ("doc than",),
    "cap-can-cuoc": ("lam can cuoc", "lam the can cuoc"),
    "cap-lai-can-cuoc": ("mat can cuoc", "mat the can cuoc", "mat cccd"),
    "doi-can-cuoc": ("doi can cuoc", "can cuoc het han"),
    "can-cuoc-tre-em": ("can cuoc cho con",),
    "cap-ho-chieu": ("ho chieu", "passport"),
    "quen-mat-khau-vneid": ("quen mat khau", "quen passcode", "forgot"),
    "khong-nhan-otp": ("khong nhan duoc otp", "khong ve otp"),
    "dang-ky-vneid": ("dang ky vneid", "kich hoat vneid", "dinh danh muc 2"),
    "doi-dien-thoai-vneid": ("doi dien thoai", "may moi"),
    "loi-ung-dung-vneid": ("vneid bi loi", "vneid bao loi"),
    "ho-so-tre-han": ("tre han", "tre hen", "qua hen"),
    "tra-cuu-ho-so": ("tra cuu ho so", "ho so den dau"),
    "doi-giay-phep-lai-xe": ("doi bang lai",),
    "ly-lich-tu-phap": ("ly lich tu phap",),
    "bi-lua-dao": ("bi lua dao thi lam gi",),
}
SIBLINGS: Mapping[str, tuple[str, ...]] = {
    "can cuoc": ("cap-can-cuoc", "doi-can-cuoc", "cap-lai-can-cuoc", "can-cuoc-tre-em"),
    "vneid": ("dang-ky-vneid", "quen-mat-khau-vneid", "loi-ung-dung-vneid"),
}
