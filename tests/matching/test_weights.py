"""What is learnt from a handful of phrases, small enough to be followed by hand."""

import numpy as np
import pytest

from flows.matching import weights
from flows.matching.model import Model, learn
from flows.matching.training import Traits, samples_of

PHRASES: list[tuple[Traits, str]] = [
    ({"khai": 1.0, "sinh": 1.0}, "khai-sinh"),
    ({"khai": 1.0, "tử": 1.0}, "khai-tu"),
    ({"khai": 1.0, "thuế": 1.0}, "thue"),
    ({"khai": 1.0}, "thue"),
]


def learnt() -> Model:
    return learn(samples_of(traits for traits, _ in PHRASES), [label for _, label in PHRASES])


def weight_of(model: Model, trait: str, label: str) -> float:
    return float(model.weights.of_label([model.ids[trait]], model.labels.index(label))[0])


def test_every_phrase_finds_its_label() -> None:
    model = learnt()
    assert [model.labels[model.scores(traits).argmax()] for traits, _ in PHRASES] == [label for _, label in PHRASES]


def test_a_trait_of_one_label_speaks_for_that_one_alone() -> None:
    model = learnt()
    assert weight_of(model, "tử", "khai-tu") > 0
    assert weight_of(model, "tử", "khai-sinh") == weight_of(model, "tử", "thue") == 0


def test_a_score_is_the_sum_of_what_the_traits_say() -> None:
    model = learnt()
    said = model.contributions({"khai": 1.0, "tử": 1.0}, "khai-tu")
    score = model.scores({"khai": 1.0, "tử": 1.0})[model.labels.index("khai-tu")]
    assert sum(part for _, part in said) == pytest.approx(score, rel=1e-5)


def test_what_no_memory_can_hold_stays_as_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    refined = weight_of(learnt(), "khai", "khai-sinh")
    monkeypatch.setattr(weights, "LARGEST_TABLE", 0)
    assert weight_of(learnt(), "khai", "khai-sinh") > refined  # "khai" alone is about taxes


def test_unknown_traits_say_nothing() -> None:
    assert not np.any(learnt().scores({"hộ chiếu": 1.0}))
