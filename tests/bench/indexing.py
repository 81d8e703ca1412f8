"""How long the index takes to build and what it holds, each measured in a process of its own."""

import gc
import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.guides import Guide
from flows.matching.reader import build_reader
from flows.organisation import Organisation
from storage.content.catalog import load_errors
from storage.content.guides import load_guides
from storage.content.lexicon import load_lexicon
from storage.content.organisation import load_organisation
from storage.content.reader import load_reader
from storage.content.ready import kept_catalog
from storage.content.shelf import Shelf
from tests.bench.children import ROOT
from tests.matching.asked import all_asked

QUESTIONS_EACH = 12
_ASKED = 300
_WARM_UP = 50


def apart(measure: Callable[..., str], *options: int) -> str:
    """What `measure` says when it is run in a process of its own, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, *options).result()


def of_true_guides() -> str:
    """The index of the content of this checkout: seconds to build, memory it adds once built."""
    root = ROOT / "content"
    guides, errors, organisation = load_guides(root)[0], load_errors(root)[0], load_organisation(root)[0]
    lexicon = load_lexicon(root)[0]
    gc.collect()
    before, begun = _resident_mb(), time.perf_counter()
    reader = load_reader(guides, errors, organisation, lexicon, None)
    built = time.perf_counter() - begun
    reader.read("đăng ký tạm trú")
    return f"{len(guides)} guides: built in {built:.2f} s, {_resident_mb() - before:.0f} MB added"


def as_it_is_served() -> str:
    """The catalog as the service holds it, learnt in another process: memory it adds, the index and all guides."""
    with TemporaryDirectory() as folder:
        kept_catalog(ROOT / "content", Shelf(Path(folder)))  # makes it, aside
        gc.collect()
        before, begun = _resident_mb(), time.perf_counter()
        catalog, _ = kept_catalog(ROOT / "content", Shelf(Path(folder)))
        taken = time.perf_counter() - begun
        catalog.reader.read("đăng ký tạm trú")
        added = _resident_mb() - before
        return f"taken ready by the service in {taken:.2f} s, {added:.0f} MB added, guides and places too"


def of_many_guides(many: int) -> str:
    """The index of `many` guides made of the words of the true ones, asked the true sentences."""
    root = ROOT / "content"
    lexicon = replace(load_lexicon(root)[0], guide_words={}, broad=())
    guides = _made_up(list(load_guides(root)[0].values()), many)
    begun = time.perf_counter()
    reader = build_reader(guides, {}, Organisation(), lexicon)
    built = time.perf_counter() - begun
    gc.collect()
    gc.freeze()
    asked = [asked.text for asked in all_asked()[: _ASKED + _WARM_UP]]
    spent = sorted([_time(reader.read, text) for text in asked][_WARM_UP:])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{many} guides x {QUESTIONS_EACH} questions: built in {built:.0f} s, median {spent[len(spent) // 2]:.2f} ms, "
        f"99th percentile {spent[int(len(spent) * 0.99)]:.2f} ms a question, {most:.0f} MB at most, everything included"
    )


def _made_up(true: Sequence[Guide], many: int) -> Mapping[str, Guide]:
    made = {}
    for number in range(many):
        one, other = true[number % len(true)], true[(number * 7 + number // len(true) + 1) % len(true)]
        asked = [*one.questions[: QUESTIONS_EACH // 2], *other.questions[: QUESTIONS_EACH // 2]]
        name = f"{one.id}-{number}"
        made[name] = replace(one, id=name, questions=tuple(f"{text} loại {number}" for text in asked), keywords=())
    return made


def _time(read: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    read(text)
    return 1000 * (time.perf_counter() - begun)


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
