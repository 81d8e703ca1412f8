"""Ordinary matchers, each built from the same phrases: what a project would take off the shelf."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from flows.text.letters import fold, words_of

Rank = Callable[[str], list[str]]  # guide ids, best first
Phrases = Sequence[tuple[str, str]]  # text, guide id
_ENOUGH = 40  # phrases among which five guides are nearly always found


def _fuzzy(scorer: Callable[..., float]) -> Callable[[Phrases], Rank]:
    def build(phrases: Phrases) -> Rank:
        texts = [text.lower() for text, _ in phrases]
        return lambda text: _once(
            [phrases[index][1] for _, _, index in process.extract(text.lower(), texts, scorer=scorer, limit=_ENOUGH)]
        )

    return build


def _fts(phrases: Phrases) -> Rank:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table phrase using fts5(words, label unindexed)")
    database.executemany(
        "insert into phrase values (?, ?)", [(" ".join(_bare(text)), label) for text, label in phrases]
    )
    ask = "select label from phrase where phrase match ? order by rank limit ?"
    return lambda text: _once([row[0] for row in database.execute(ask, (_any_of(_bare(text)), _ENOUGH))])


def _bm25(phrases: Phrases) -> Rank:
    index = BM25Okapi([_grams(text) for text, _ in phrases])
    return lambda text: _once([phrases[place][1] for place in np.argsort(-index.get_scores(_grams(text)))[:_ENOUGH]])


def _tfidf(phrases: Phrases) -> Rank:
    vectors = TfidfVectorizer(analyzer=_grams, sublinear_tf=True)
    model = LogisticRegression(C=20, max_iter=40, tol=1e-3)
    model.fit(vectors.fit_transform([text for text, _ in phrases]), [label for _, label in phrases])
    return lambda text: [
        str(model.classes_[place]) for place in np.argsort(-model.predict_proba(vectors.transform([text]))[0])[:5]
    ]


RIVALS: Mapping[str, Callable[[Phrases], Rank]] = {
    "rapidfuzz WRatio": _fuzzy(fuzz.WRatio),
    "rapidfuzz token_set_ratio": _fuzzy(fuzz.token_set_ratio),
    "SQLite FTS5": _fts,
    "rank-bm25": _bm25,
    "TF-IDF + logistic regression": _tfidf,
}


def _any_of(words: Sequence[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words) or '""'


def _once(labels: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(labels))


def _bare(text: str) -> list[str]:
    return [fold(word) for word in words_of(text)]


def _grams(text: str) -> list[str]:
    words = _bare(text)
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]
