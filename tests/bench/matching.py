"""Understanding beside ordinary matchers given the same phrases: accuracy, time per question, building, memory."""

import sqlite3
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.evaluation import Question, guide_questions, load_questions
from flows.catalog import Catalog
from flows.guides import Guide
from flows.matching.phrases import guide_phrases
from flows.matching.reader import build_reader
from flows.organisation import Organisation
from flows.text import fold, words_of
from storage.content_catalog import load_catalog
from storage.content_lexicon import load_lexicon
from tests.bench.children import ROOT
from tests.matching.asked import all_asked

Rank = Callable[[str], list[str]]  # guide ids, best first
QUESTIONS_EACH = 12
_FEW = 400  # questions that slow matchers are asked


def measure_matching(console: Console, file: Path | None = None, many: int = 0) -> None:
    """Print how often each matcher finds the guide and how long it takes; `many` guides are made up at the end."""
    begun = time.perf_counter()
    catalog, _ = load_catalog(ROOT / "content")
    phrases = [(phrase.text, phrase.label) for phrase in guide_phrases(catalog.guides, catalog.errors)]
    questions = _questions(catalog, file)
    table = Table("matcher", "first", "among five", "ms per question", "seconds to build", title="understanding")
    _row(table, "camtay", _camtay(catalog), questions, time.perf_counter() - begun)
    for name, build in _RIVALS.items():
        begun = time.perf_counter()
        rank = build(phrases)
        _row(table, name, rank, questions, time.perf_counter() - begun)
    console.print(table)
    console.print(_building(catalog))
    if many:
        console.print(_many(catalog, many))


def _questions(catalog: Catalog, file: Path | None) -> list[Question]:
    if file is not None:
        return guide_questions(load_questions(file, catalog.guides))
    return [Question(asked.text, asked.guide, frozenset([asked.guide])) for asked in all_asked()]


def _row(table: Table, name: str, rank: Rank, questions: Sequence[Question], built: float) -> None:
    first = five = 0
    asked = questions if name == "camtay" else questions[:: max(1, len(questions) // _FEW)]
    begun = time.perf_counter()
    for question in asked:
        found = rank(question.text)[:5]
        first += found[:1] != [] and found[0] in question.accepted
        five += bool(question.accepted & set(found))
    spent = 1000 * (time.perf_counter() - begun) / len(asked)
    share = f"{100 * first / len(asked):.1f} %", f"{100 * five / len(asked):.1f} %"
    table.add_row(name, *share, f"{spent:.2f}", f"{built:.1f}")


def _camtay(catalog: Catalog) -> Rank:
    return lambda text: [match.guide_id for match in catalog.reader.read(text).matches]


def _once(labels: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(labels))


def _fuzzy(scorer: Callable[..., float]) -> Callable[[list[tuple[str, str]]], Rank]:
    def build(phrases: list[tuple[str, str]]) -> Rank:
        texts = [text.lower() for text, _ in phrases]
        return lambda text: _once(
            [phrases[index][1] for _, _, index in process.extract(text.lower(), texts, scorer=scorer, limit=40)]
        )

    return build


def _fts(phrases: list[tuple[str, str]]) -> Rank:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table phrase using fts5(words, label unindexed)")
    database.executemany(
        "insert into phrase values (?, ?)", [(" ".join(_bare(text)), label) for text, label in phrases]
    )
    ask = "select label from phrase where phrase match ? order by rank limit 40"
    return lambda text: _once(
        [row[0] for row in database.execute(ask, (" OR ".join(f'"{word}"' for word in _bare(text)) or '""',))]
    )


def _bm25(phrases: list[tuple[str, str]]) -> Rank:
    index = BM25Okapi([_grams(text) for text, _ in phrases])
    return lambda text: _once([phrases[place][1] for place in np.argsort(-index.get_scores(_grams(text)))[:40]])


def _tfidf(phrases: list[tuple[str, str]]) -> Rank:
    vectors = TfidfVectorizer(analyzer=_grams, sublinear_tf=True)
    model = LogisticRegression(C=20, max_iter=40, tol=1e-3)
    model.fit(vectors.fit_transform([text for text, _ in phrases]), [label for _, label in phrases])
    return lambda text: [
        str(model.classes_[place]) for place in np.argsort(-model.predict_proba(vectors.transform([text]))[0])[:5]
    ]


_RIVALS: dict[str, Callable[[list[tuple[str, str]]], Rank]] = {
    "rapidfuzz WRatio": _fuzzy(fuzz.WRatio),
    "rapidfuzz token_set_ratio": _fuzzy(fuzz.token_set_ratio),
    "SQLite FTS5": _fts,
    "rank-bm25": _bm25,
    "TF-IDF + logistic regression": _tfidf,
}


def _bare(text: str) -> list[str]:
    return [fold(word) for word in words_of(text)]


def _grams(text: str) -> list[str]:
    words = _bare(text)
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def _building(catalog: Catalog) -> str:
    lexicon, _ = load_lexicon(ROOT / "content")
    tracemalloc.start()
    begun = time.perf_counter()
    reader = build_reader(catalog.guides, catalog.errors, catalog.organisation, lexicon)
    spent = time.perf_counter() - begun
    held = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    known = f"{held:.0f} MB held by a {type(reader).__name__}"
    return f"index of {len(catalog.guides)} guides: built in {spent:.1f} s while traced, {known}"


def _many(catalog: Catalog, many: int) -> str:
    """Thousands of guides made of the words of the true ones, asked the true sentences."""
    lexicon, _ = load_lexicon(ROOT / "content")
    guides = dict(_made_up(list(catalog.guides.values()), many))
    begun = time.perf_counter()
    reader = build_reader(guides, {}, Organisation(), replace(lexicon, guide_words={}, broad=()))
    built = time.perf_counter() - begun
    spent = sorted(_time(reader.read, asked.text) for asked in all_asked()[:300])
    return (
        f"{many} guides x {QUESTIONS_EACH} questions: built in {built:.0f} s, "
        f"median {spent[len(spent) // 2]:.2f} ms, 99th percentile {spent[int(len(spent) * 0.99)]:.2f} ms"
    )


def _made_up(true: Sequence[Guide], many: int) -> list[tuple[str, Guide]]:
    made = []
    for number in range(many):
        one, other = true[number % len(true)], true[(number * 7 + number // len(true) + 1) % len(true)]
        asked = [*one.questions[: QUESTIONS_EACH // 2], *other.questions[: QUESTIONS_EACH // 2]]
        questions = tuple(f"{text} loại {number}" for text in asked)
        made.append((f"{one.id}-{number}", replace(one, id=f"{one.id}-{number}", questions=questions, keywords=())))
    return made


def _time(read: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    read(text)
    return 1000 * (time.perf_counter() - begun)
