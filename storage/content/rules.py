"""What an editor is told about a guide beyond its shape; every rule yields problems with a fix in Vietnamese."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from flows.answers import MOST_SHOWN
from flows.guides import FACT_GROUPS, Guide, Step
from storage.content.figures import loose_figures, loose_hotlines
from storage.content.schema import GuideEntry, StepEntry
from storage.content.wording import ChecksFile, Finding, Path, wording

ASPECTS = ("fee", "time", "place", "online")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule may compare a guide with."""

    checks: ChecksFile
    guide_ids: frozenset[str]
    section_ids: frozenset[str]
    hotlines: Mapping[str, bool]  # numbers to call, and whether they are certain
    as_of: date


Rule = Callable[[GuideEntry, Guide, Surroundings], Iterator[Finding]]


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every string of an entry with the path that leads to it."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, (*path, index))
    elif isinstance(value, str) and value:
        yield path, value


def prose(entry: GuideEntry) -> Iterator[tuple[Path, str]]:
    """The strings a citizen reads in Vietnamese."""
    skipped = {
        "id",
        "questions",
        "keywords",
        "old_terms",
        "related",
        "depends_on",
        "owner",
        "source",
        "link",
        "to",
        "guide",
    }
    for path, text in texts(entry):
        if not skipped.intersection(part for part in path if isinstance(part, str)) and path[-1] not in {"en", "next"}:
            yield path, text


def sentences(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """What the guide's sentences are written like."""
    yield from wording(list(prose(entry)), list(texts(entry)), around.checks)


def references(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Ids lead somewhere."""
    for index, related in enumerate(entry.related):
        if related not in around.guide_ids:
            yield Finding(("related", index), f"không có hướng dẫn {related}", "sửa id hoặc bỏ dòng này", fatal=True)
    for index, topic in enumerate(entry.depends_on):
        if topic not in around.checks.topics:
            yield Finding(
                ("depends_on", index), f"không có chủ đề thông báo {topic}", "xem topics trong checks.yaml", fatal=True
            )
    if guide.field not in around.section_ids:
        yield Finding(("id",), f"thư mục {guide.field} không có trong sections.yaml", "thêm lĩnh vực này", fatal=True)


def steps(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Every step is reached, every choice leads somewhere, no message is too long."""
    ids = [step.id for step in entry.steps]
    reached = reachable(guide)
    for index, step in enumerate(entry.steps):
        if ids.count(step.id) > 1:
            yield Finding(("steps", index, "id"), f"bước {step.id} bị trùng id", "đổi id", fatal=True)
        if step.id not in reached:
            yield Finding(
                ("steps", index, "id"), f"không có lối nào tới bước {step.id}", "sửa next hoặc to", fatal=True
            )
        if len(step.text) + len(step.screen) + len(step.otherwise) > around.checks.limits.step_characters - 200:
            yield Finding(("steps", index, "text"), "bước dài quá giới hạn của Zalo", "tách thành hai bước", fatal=True)
        yield from targets(step, index, set(ids), around.guide_ids)


def targets(step: StepEntry, index: int, ids: set[str], guide_ids: frozenset[str]) -> Iterator[Finding]:
    """The places one step leads to exist."""
    place: Path = ("steps", index)
    if step.next not in {None, "end"} | ids:
        yield Finding((*place, "next"), f"không có bước {step.next}", "sửa next", fatal=True)
    for number, choice in enumerate(step.choices):
        if choice.guide and choice.guide not in guide_ids:
            yield Finding((*place, "choices", number), f"không có hướng dẫn {choice.guide}", "sửa guide", fatal=True)
        if not choice.guide and choice.to not in {"end"} | ids:
            yield Finding((*place, "choices", number), f"không có bước {choice.to}", "sửa to", fatal=True)
    for number, trouble in enumerate(step.troubles):
        if trouble.to not in {None} | ids:
            yield Finding((*place, "troubles", number), f"không có bước {trouble.to}", "sửa to", fatal=True)


def reachable(guide: Guide) -> set[str]:
    """The ids of the steps some path leads to."""
    reached: set[str] = set()
    waiting = [guide.steps[0].id]
    while waiting:
        step = guide.step(waiting.pop())
        if step is None or step.id in reached:
            continue
        reached.add(step.id)
        following = guide.step_after(step)
        leads = [choice.to for choice in step.choices] + [trouble.to for trouble in step.troubles]
        waiting += [target for target in leads if target]
        waiting += [following.id] if following else []
    return reached


def branches(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """No way through the guide leaves a citizen half way, none is too long to follow."""
    limits = around.checks.limits
    ids = [step.id for step in entry.steps]
    for way in ways(guide, limits.steps_most + 1):
        place = ("steps", ids.index(way[-1].id), "id")
        if len(way) < limits.steps_least and not way[-1].choices:
            fix = "thêm: xem ở đâu, màn hình hiện gì, làm sao biết đã xong"
            yield Finding(place, f"lối tới bước {way[-1].id} mới có {len(way)} bước", fix)
        if len(way) > limits.steps_most:
            yield Finding(
                place, f"lối tới bước {way[-1].id} dài hơn {limits.steps_most} bước", "gộp hoặc chia hướng dẫn"
            )


def ways(guide: Guide, longest: int) -> Iterator[list[Step]]:
    """Every way through the guide, cut off where it has `longest` steps."""
    waiting = [[guide.steps[0]]]
    while waiting:
        way = waiting.pop()
        step = way[-1]
        following = [found for choice in step.choices if choice.to and (found := guide.step(choice.to))]
        after = None if step.choices else guide.step_after(step)
        following += [after] if after else []
        if not following or len(way) == longest:
            yield way
        else:
            waiting += [[*way, found] for found in following]


def amounts(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Enough questions, troubles and English for a citizen to finish with this guide alone."""
    limits = around.checks.limits
    troubles = len(entry.troubles) + sum(len(step.troubles) for step in entry.steps)
    if len(entry.questions) < limits.questions:
        yield Finding(("questions",), f"mới có {len(entry.questions)} câu hỏi", f"thêm cho đủ {limits.questions} câu")
    if troubles < limits.troubles:
        yield Finding(("troubles",), f"mới có {troubles} trục trặc", f"thêm cho đủ {limits.troubles}")
    if not entry.title.en or not entry.summary.en:
        yield Finding(("title",), "chưa có tiếng Anh", "thêm title.en và summary.en")


def life_of_facts(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Facts that have run out or are missing, and guides that should have been read again."""
    if entry.review_by < around.as_of:
        yield Finding(("review_by",), f"quá hạn rà soát từ {entry.review_by:%d/%m/%Y}", "đọc lại, sửa rồi đặt ngày mới")
    for name in ASPECTS:
        facts = getattr(guide, name)
        if not facts:
            yield Finding((name,), "chưa có dữ kiện", "thêm, hoặc ghi rõ nơi để hỏi")
        elif not any(fact.holds_on(around.as_of) for fact in facts):
            yield Finding(
                (name,),
                f"không còn dữ kiện nào có hiệu lực ngày {around.as_of:%d/%m/%Y}",
                "cập nhật số mới",
                fatal=True,
            )
        for index, fact in enumerate(facts):
            if fact.valid_to and fact.valid_to < around.as_of:
                yield Finding((name, index), f"hết hiệu lực từ {fact.valid_to:%d/%m/%Y}", "bỏ đi hoặc thay bằng số mới")


def crowded(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Facts that no answer has room for."""
    for name in ASPECTS:
        held = sum(fact.holds_on(around.as_of) for fact in getattr(guide, name))
        if held > MOST_SHOWN:
            yield Finding((name,), f"{held} dữ kiện, câu trả lời chỉ đủ chỗ cho {MOST_SHOWN}", "gộp bớt lại")


def figures(entry: GuideEntry, guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Figures outside the facts stand in one in force, numbers to call in the directory."""
    loose = [(path, text) for path, text in prose(entry) if path[0] not in FACT_GROUPS]
    facts = (fact for fact in guide.facts if fact.holds_on(around.as_of))
    yield from loose_figures(loose, facts)
    yield from loose_hotlines(loose, around.hotlines)


RULES: tuple[Rule, ...] = (
    sentences,
    references,
    steps,
    branches,
    amounts,
    life_of_facts,
    crowded,
    figures,
)
