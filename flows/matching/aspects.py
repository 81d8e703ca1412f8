"""Which aspect a question asks about, when its words name several."""

from collections.abc import Sequence

from flows.guides import Aspect
from flows.matching.analysis import ASPECT
from flows.matching.phrase_table import Span
from flows.text.surface import Surface

_BY_WORD = {ASPECT + aspect.value: aspect for aspect in Aspect}
_GENERAL = {Aspect.ONLINE: 4, Aspect.STEPS: 8}
_ASKING = frozenset("gi nao bao nhieu may dau ai khong chi lau".split())


def aspect_of(surface: Surface, spans: Sequence[Span]) -> Aspect | None:
    """The aspect asked with a question word before those merely named; online and how-to only when nothing else."""
    named = [(_BY_WORD[span.meaning], span) for span in spans if span.meaning in _BY_WORD]
    if not named:
        return None
    return min(named, key=lambda entry: _GENERAL.get(entry[0], 0) + (0 if _asks(surface, entry[1]) else 1))[0]


def _asks(surface: Surface, span: Span) -> bool:
    return any(word in _ASKING for word in surface.folded[span.start : span.end])
