"""The stories of tests/dialogues, told line by line; an editor can read and write them."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.catalog import Catalog
from flows.conversation import OpenCase, Turn
from flows.hours import VIETNAM
from tests.fakes.content import simple_content, true_content
from tests.fakes.reader import FakeReader
from tests.fakes.world import World, labels_of, text_of

ROOT = Path(__file__).parents[2]
STORIES = sorted((ROOT / "tests" / "dialogues").glob("*.yaml"))
SPANS = {"phút": 1, "giờ": 60, "ngày": 1440}
ACTIONS = ("say", "tap", "send", "event", "wait", "desk", "editor", "clock")

BESIDE = frozenset(
    "with in_group addressed start_with text times outcome guide step has hasnt offers effects replies case in_case "
    "in_hamlet language plain place question reminders".split()
)  # what may stand in a line beside its action


def stories(other_reader: str) -> list[Any]:
    return [
        pytest.param(story, id=f"{path.stem}: {story['story']}")
        for path in STORIES
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))
        if story.get("reader") != other_reader
    ]


@pytest.mark.parametrize("story", stories("true"))
def test_story(story: dict[str, Any]) -> None:
    tell(story, simple_content())


@pytest.mark.parametrize("story", stories("simple"))
def test_story_with_the_true_reader(story: dict[str, Any]) -> None:
    tell(story, true_content())


def tell(story: dict[str, Any], catalog: Catalog) -> None:
    begins = datetime.fromisoformat(story.get("at", "2026-11-24 09:00")).replace(tzinfo=VIETNAM)
    world = World(catalog, begins)
    for number, line in enumerate(story["lines"], start=1):
        turn = act(world, line)
        if turn is not None:
            expect(
                world, turn, line, f"line {number} {line}\n--- {turn.outcome}\n{text_of(turn)}\n--- {labels_of(turn)}"
            )


def act(world: World, line: dict[str, Any]) -> Turn | None:
    action = next(name for name in ACTIONS if name in line)
    assert BESIDE.issuperset(line.keys() - {action}), f"nobody looks at {line.keys() - {action} - BESIDE}"
    value = line[action]
    more = {name: line[name] for name in ("in_group", "addressed", "start_with") if name in line}
    if action == "say":
        return world.send(line["with"], value) if "with" in line else world.say(value * line.get("times", 1), **more)
    if action in ("tap", "send"):
        return getattr(world, action)(value)  # type: ignore[no-any-return]
    if action == "event":
        return world.event(value, text=line.get("text", ""), **more)
    change(world, action, value)
    return None


def change(world: World, action: str, value: str) -> None:
    if action == "wait":
        count, unit = value.split()
        world.wait(timedelta(minutes=int(count) * SPANS[unit]))
    elif action == "clock":
        world.now = datetime.fromisoformat(value).replace(tzinfo=VIETNAM)
    elif action == "desk":
        world.desk(value)
    else:
        world.catalog = edited(world.catalog, value)


def edited(before: Catalog, what: str) -> Catalog:
    """The catalog after an editor removed a step ("guide step") or a whole guide ("guide")."""
    guide_id, _, step_id = what.partition(" ")
    guides = dict(before.guides)
    guide = guides.pop(guide_id)
    if step_id:
        guides[guide_id] = replace(guide, steps=tuple(step for step in guide.steps if step.id != step_id))
    return replace(before, guides=guides, reader=FakeReader(guides), version="edited")


def expect(world: World, turn: Turn, line: dict[str, Any], told: str) -> None:
    text = text_of(turn)
    for name in ("outcome", "guide", "step"):
        if name in line:
            found = {"outcome": turn.outcome.value, "guide": turn.guide_id, "step": turn.step_id}[name]
            assert found == line[name], told
    for words in listed(line.get("has")):
        assert words in text, told
    for words in listed(line.get("hasnt")):
        assert words not in text, told
    for label in listed(line.get("offers")):
        assert label in labels_of(turn), told
    if "effects" in line:
        assert [type(effect).__name__ for effect in turn.effects] == line["effects"], told
    if "replies" in line:
        assert len(turn.replies) == line["replies"], told
    expect_state(world, turn, line, told)


def expect_state(world: World, turn: Turn, line: dict[str, Any], told: str) -> None:
    conversation = world.conversation
    if "case" in line:
        assert bool(conversation.open_case) == (line["case"] == "open"), told
    if "in_case" in line:
        assert line["in_case"] in "\n".join(world.said_in_case[conversation.open_case]), told
    if "in_hamlet" in line:
        assert [one.hamlet for one in turn.effects if isinstance(one, OpenCase)] == [line["in_hamlet"]], told
    for name in ("language", "plain", "place"):
        if name in line:
            assert getattr(conversation, name) == line[name], told
    if "question" in line:
        assert turn.question == line["question"], told
    if "reminders" in line:
        assert len(world.reminders) == line["reminders"], told


def listed(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def test_there_are_enough_stories() -> None:
    assert len(stories("true")) >= 120
