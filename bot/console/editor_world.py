"""What the editors' pages need from the rest of the service."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.assistant import Respond
from bot.console.frame import Frame
from bot.console.guard import Guard
from bot.drafting import Drafting
from bot.editing import Editing
from bot.rehearsal import Rehearsal
from flows.guides import ContentProblem
from storage.store import Store


@dataclass(frozen=True, slots=True)
class EditorWorld:
    """Editing, its rehearsals, and the store of what was asked."""

    editing: Editing
    rehearsal: Rehearsal
    drafting: Drafting
    store: Store
    respond: Respond


class EditorPages:
    """Pages that are made from the editors' world."""

    def __init__(self, world: EditorWorld, frame: Frame, guard: Guard) -> None:
        self._world, self._editing, self._frame, self._guard = world, world.editing, frame, guard

    def routes(self) -> list[web.RouteDef]:
        """The addresses of these pages."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file with what is wrong on it."""

    number: int
    text: str
    problems: tuple[ContentProblem, ...] = ()

    @property
    def mark(self) -> str:
        """How the line is shown: wrong, doubtful or plain."""
        if any(problem.fatal for problem in self.problems):
            return "wrong"
        return "doubtful" if self.problems else ""


def source_lines(text: str, problems: Sequence[ContentProblem], around: int = 2) -> list[SourceLine]:
    """The lines with problems and some around them; a number of 0 stands for lines left out."""
    wanted = {line for problem in problems for line in range(problem.line - around, problem.line + around + 1)}
    shown: list[SourceLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if number in wanted:
            own = tuple(problem for problem in problems if problem.line == number)
            shown.append(SourceLine(number, line, own))
        elif shown and shown[-1].number:
            shown.append(SourceLine(0, "…"))
    return shown


def words_of(problem: ContentProblem) -> str:
    """A problem and how to mend it."""
    return f"{problem.message} → {problem.fix}" if problem.fix else problem.message
