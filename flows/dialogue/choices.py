"""The ids behind buttons. Every id says all it needs, so a button of an old message still works."""

import re
from dataclasses import dataclass
from zlib import crc32

from flows.guides import Aspect, Guide, Step, Trouble
from flows.messages import Choice
from flows.phrases import Speaker, phrase

MAX_CHOICES = 8
MAX_ID = 64  # bytes; Telegram's limit on callback data
MAX_LABEL = 100  # characters; Zalo's limit on a button's title
END = "end"

NEXT, BACK, REPEAT, STUCK, RESTART, LEAVE = "s:next", "s:back", "s:repeat", "s:stuck", "s:restart", "s:leave"
NONE_OF_THESE = "n:none"
PERSON, PERSON_STUCK, PERSON_LOOKS = "p:ask", "p:stuck", "p:look"
ASK_BOT, BACK_TO_PERSON = "b:ask", "b:person"
CASE_STATUS = "c:status"
DATA_SHOW, DATA_SAVE, DATA_DELETE, DATA_DELETE_YES, DATA_KEEP = "d:show", "d:save", "d:delete", "d:delete-yes", "d:keep"
REMINDERS, RESULT_HERE, RESULT_LATE = "r:list", "r:got", "r:late"
PLAIN, NORMAL = "m:plain", "m:normal"
HELP, START = "h:help", "h:start"
BROWSE = "o"  # o:<field>:<page>
SCAMMED = "x:first-actions"

_ORDINAL = re.compile(r"^\d\. ")
ASPECT_LABELS = {
    Aspect.FEE: phrase("Lệ phí"),
    Aspect.TIME: phrase("Thời gian"),
    Aspect.PAPERS: phrase("Giấy tờ"),
    Aspect.WHERE: phrase("Nơi nộp"),
    Aspect.ONLINE: phrase("Làm trên mạng"),
    Aspect.STEPS: phrase("Các bước"),
}


@dataclass(frozen=True, slots=True)
class ChoiceId:
    """A choice id taken apart: the kind of the choice and what it speaks of."""

    kind: str
    parts: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The first part, or ""."""
        return self.parts[0] if self.parts else ""

    @property
    def second(self) -> str:
        """The second part, or ""."""
        return self.parts[1] if len(self.parts) > 1 else ""


def take_apart(choice_id: str) -> ChoiceId:
    """The kind and parts of an id; anything odd becomes a kind nobody knows."""
    kind, *parts = choice_id[: MAX_ID * 2].split(":", 2)
    return ChoiceId(kind, tuple(parts))


def bare_label(label: str) -> str:
    """A label without the number that the plain manner puts before it."""
    return _ORDINAL.sub("", label)


def numbered(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices with their numbers on the buttons, for people who would rather type a number."""
    return tuple(
        Choice(one.id, f"{number}. {bare_label(one.label)}"[:MAX_LABEL]) for number, one in enumerate(choices, start=1)
    )


def labelled(choice_id: str, label: str) -> Choice:
    """A choice whose label is no longer than a button can show."""
    return Choice(choice_id, label if len(label) <= MAX_LABEL else label[: MAX_LABEL - 1].rstrip() + "…")


def answer_id(guide_id: str, aspect: Aspect | None = None) -> str:
    """The id that answers with a guide, or with one aspect of it."""
    return f"g:{guide_id}:{aspect.value}" if aspect else f"g:{guide_id}"


def wrong_id(guide_id: str) -> str:
    """The id that says that this guide was not meant."""
    return f"n:{guide_id}"


def step_id(guide_id: str, step: str) -> str:
    """The id that shows a step of a guide; `END` finishes it."""
    return _fitted(f"s:{guide_id}:", step)


def troubles_id(guide_id: str, step: str) -> str:
    """The id that lists what usually goes wrong at a step."""
    return _fitted(f"t:{guide_id}:", step)


def trouble_id(guide_id: str, step: Step | None, trouble: Trouble) -> str:
    """The id that shows the fix of a trouble."""
    return _fitted(f"k:{guide_id}:", trouble_key(step, trouble))


def trouble_key(step: Step | None, trouble: Trouble) -> str:
    """What tells a trouble of a guide from its others."""
    return f"{step.id if step else ''}.{trouble.id}"


def feedback_id(guide_id: str, *, helped: bool) -> str:
    """The id that says whether a guide helped."""
    return f"f:{guide_id}:{'yes' if helped else 'no'}"


def stars_id(code: str, stars: int) -> str:
    """The id that rates a case."""
    return f"e:{code}:{stars}"


def again_id(code: str) -> str:
    """The id that opens a closed case again."""
    return f"c:again:{code}"


def withdraw_id(code: str) -> str:
    """The id that withdraws an open case."""
    return f"c:withdraw:{code}"


def meant(part: str, name: str, prefix: str) -> bool:
    """Whether `part` of an id that begins with `prefix` stands for `name`."""
    return part == name or f"{prefix}{part}" == _fitted(prefix, name)


def _fitted(prefix: str, last: str) -> str:
    whole = prefix + last
    return whole if len(whole.encode()) <= MAX_ID else f"{prefix}{crc32(last.encode()):08x}"


def find_step(guide: Guide, part: str) -> Step | None:
    """The step that `part` of a choice id stands for, or None when the guide no longer has it."""
    prefixes = (f"s:{guide.id}:", f"t:{guide.id}:")
    return next((step for step in guide.steps if any(meant(part, step.id, prefix) for prefix in prefixes)), None)


def find_trouble(guide: Guide, part: str) -> tuple[Step | None, Trouble] | None:
    """The trouble that `part` of a choice id stands for with its step, or None."""
    prefix = f"k:{guide.id}:"
    for step, trouble in troubles_of(guide):
        if meant(part, trouble_key(step, trouble), prefix):
            return step, trouble
    return None


def troubles_of(guide: Guide) -> list[tuple[Step | None, Trouble]]:
    """Every trouble of a guide with the step it belongs to."""
    of_steps: list[tuple[Step | None, Trouble]] = [(step, trouble) for step in guide.steps for trouble in step.troubles]
    return of_steps + [(None, trouble) for trouble in guide.troubles]


def present(*ways: Choice | None) -> tuple[Choice, ...]:
    """Those of the ways that there are."""
    return tuple(way for way in ways if way)


def person(speaker: Speaker) -> Choice:
    """The way to a person, offered everywhere."""
    return Choice(PERSON, speaker.say("Gặp người hỗ trợ"))


def begin(guide: Guide, speaker: Speaker) -> Choice:
    """The way into the steps of a guide."""
    return Choice(step_id(guide.id, guide.steps[0].id), speaker.say("Bắt đầu từng bước"))
