"""The little words of courtesy around what is said, and what speakers call one another; each reader adds its own."""

from flows.text.letters import fold

WRITTEN = frozenset(
    "dạ vâng ạ ơi nhé nha nhen nghen nghe nè đó đấy thế vậy luôn em tôi mình bác cháu anh chị ad bot".split()
)
FOLDED = frozenset(map(fold, WRITTEN))
