"""Everything the editors wrote, as one immutable value that is swapped as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.guides import Guide, KnownError, Notice, Section
from flows.matching.lexicon import Topic
from flows.matching.reading import Reader
from flows.organisation import Organisation
from flows.phrases import Phrases
from flows.places import Places
from flows.replies import CannedReply
from flows.scams import ScamShield


@dataclass(frozen=True, slots=True)
class Catalog:
    """The content of one moment; `version` changes with any file."""

    guides: Mapping[str, Guide] = field(default_factory=dict)
    sections: Mapping[str, Section] = field(default_factory=dict)
    errors: Mapping[str, KnownError] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    organisation: Organisation = field(default_factory=Organisation)
    replies: tuple[CannedReply, ...] = ()  # what the team need not type again
    phrases: Phrases = field(default_factory=Phrases)
    places: Places = field(default_factory=Places)
    scams: ScamShield = field(default_factory=ScamShield)
    topics: Mapping[str, Topic] = field(default_factory=dict)  # what no guide answers, and what is said instead
    reader: Reader = field(default_factory=Reader)
    version: str = ""
