"""Understanding beside ordinary matchers given the same phrases: accuracy, time per question, building, memory."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.evaluation import Question, guide_questions, load_questions
from bot.noise import NOISES
from flows.catalog import Catalog
from flows.matching.phrases import guide_phrases
from storage.content.catalog import load_catalog
from tests.bench.children import ROOT
from tests.bench.indexing import apart, as_it_is_served, of_many_guides, of_true_guides
from tests.bench.rivals import RIVALS, Rank
from tests.matching.asked import all_asked

_COLUMNS = ("matcher", "asked", "first", "among five", "first, 2 slips", "median ms", "99 % ms", "s to build")
_WARM_UP = 50  # questions asked before the clock runs; the garbage collector stays on


def measure_matching(console: Console, file: Path | None = None, many: int = 5000, seconds: float = 10.0) -> None:
    """Print how often each matcher finds the guide and how long it takes.

    None is asked for much longer than `seconds`, and once more with slips of the finger. `many` guides are made up at
    the end, to see what thousands cost; 0 leaves that out.
    """
    catalog, _ = load_catalog(ROOT / "content")
    phrases = [(phrase.text, phrase.label) for phrase in guide_phrases(catalog.guides, catalog.errors)]
    questions = _questions(catalog, file)
    table = Table(*_COLUMNS, title=f"understanding: {len(questions)} questions, {len(phrases)} phrases")
    table.add_row("camtay", *_asked(_reader(catalog), questions, seconds), "see below")
    for name, build in RIVALS.items():
        begun = time.perf_counter()
        rank = build(phrases)
        built = time.perf_counter() - begun
        table.add_row(name, *_asked(rank, questions, seconds), f"{built:.1f}")
    console.print(table)
    console.print("index of", apart(of_true_guides))
    console.print("catalog", apart(as_it_is_served))
    if many:
        console.print("index of", apart(of_many_guides, many))


def _questions(catalog: Catalog, file: Path | None) -> list[Question]:
    if file is not None:
        return guide_questions(load_questions(file, catalog.guides))
    return [Question(asked.text, asked.guide, frozenset([asked.guide])) for asked in all_asked()]


def _reader(catalog: Catalog) -> Rank:
    return lambda text: [match.guide_id for match in catalog.reader.read(text).matches]


def _asked(rank: Rank, questions: Sequence[Question], seconds: float) -> tuple[str, ...]:
    """What came of asking every question, or as many as the time allows, as they stand and with two slips."""
    for question in questions[:: max(1, len(questions) // _WARM_UP)]:
        rank(question.text + " ạ")
    gc.collect()
    tries = list(_tries(rank, questions, seconds, str))
    slips = list(_tries(rank, questions, seconds, NOISES["typos"]))
    spent = sorted(one.seconds for one in tries)
    return (
        f"{len(tries)}, {len(slips)}",
        _share([one.first for one in tries]),
        _share([one.among_five for one in tries]),
        _share([one.first for one in slips]),
        f"{1000 * spent[len(spent) // 2]:.2f}",
        f"{1000 * spent[int(len(spent) * 0.99)]:.2f}",
    )


@dataclass(frozen=True, slots=True)
class _Try:
    first: bool
    among_five: bool
    seconds: float


def _tries(rank: Rank, questions: Sequence[Question], seconds: float, spoil: Callable[[str], str]) -> Iterator[_Try]:
    left = seconds
    for question in _spread(questions):
        if left <= 0:
            return
        text = spoil(question.text)
        begun = time.perf_counter()
        found = rank(text)[:5]
        spent = time.perf_counter() - begun
        left -= spent
        yield _Try(bool(found) and found[0] in question.accepted, bool(question.accepted & set(found)), spent)


def _share(hits: Sequence[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):.1f} %"


def _spread(questions: Sequence[Question]) -> list[Question]:
    """The questions in an order of which every beginning is a fair sample."""
    step = 7  # files hold six to ten sentences of one guide each
    return [question for start in range(step) for question in questions[start::step]]
