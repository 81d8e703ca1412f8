"""What understanding says of one message, and what says it."""

from dataclasses import dataclass, field

from flows.guides import Aspect
from flows.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Weight:
    """A word of the question that counted, and how much."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """A guide with its score between 0 and 1, and the words that spoke for it."""

    guide_id: str
    score: float
    why: tuple[Weight, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a question was read as it was, for `camtay ask` and the editors' try-it box."""

    normalised: str = ""
    protected: tuple[str, ...] = ()
    repaired: tuple[tuple[str, str], ...] = ()  # (typed, read as)
    threshold: float = 0.0
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The decision on one question; `rest` holds further questions of the same message."""

    outcome: Outcome
    matches: tuple[Match, ...] = ()  # best first, at most five
    aspect: Aspect | None = None
    offered: tuple[str, ...] = ()  # guide ids to choose from when asked back, 2 to 4
    topic: str = ""  # the id of a small-talk kind, outside topic, directory entry or emergency
    advice: str = ""  # the id of the topic whose advice and further numbers go with a directory entry
    known_error: str = ""  # id of the error-clinic entry whose message was pasted
    follow_up: bool = False  # a fragment that speaks of the open guide
    rest: tuple["Reading", ...] = ()
    why: Explanation = field(default_factory=Explanation)

    @property
    def guide_id(self) -> str | None:
        """The guide that was answered with, or None."""
        return self.matches[0].guide_id if self.outcome is Outcome.ANSWERED and self.matches else None


class Reader:
    """Understands questions; this one knows nothing. `flows.matching.reader` builds the real one."""

    def read(self, question: str, open_guide: str | None = None) -> Reading:
        """The reading of `question`, said while `open_guide` is open."""
        return Reading(Outcome.NO_MATCH)

    def explain(self, question: str, open_guide: str | None = None) -> Reading:
        """The same reading with its reasons, slower."""
        return self.read(question, open_guide)
