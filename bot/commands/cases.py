"""camtay cases: what the desk has to do, on the command line."""

from contextlib import closing

from rich.console import Console
from rich.table import Table

from bot.at_desk import existing
from bot.settings import read_settings
from flows.cases import UNFINISHED, Case, CaseError
from flows.hours import in_vietnam
from storage.store import Store
from storage.unusable import UnusableError

STATUS = {"open": "chờ nhận", "claimed": "đã nhận", "answered": "đã trả lời", "closed": "đã đóng"}
ENTRY = {"citizen": "Người dân", "answer": "Tổ trả lời", "note": "Ghi chú", "event": "Việc"}


def list_cases(*, everything: bool) -> None:
    """Print the cases as a table."""
    with closing(Store.open(read_settings().database_address)) as store:
        found = store.read_here(lambda uow: uow.cases.listed(() if everything else UNFINISHED))
    Console(width=150).print(table_of(found) if found else "Không có ca nào.")


def show_case(code: str) -> None:
    """Print one case with its transcript and log."""
    with closing(Store.open(read_settings().database_address)) as store:
        try:
            case = store.read_here(lambda uow: existing(uow, code))
        except CaseError as error:
            raise UnusableError(error.message) from error
        turns, entries = store.read_here(lambda uow: (uow.turns.of(case.chat), uow.cases.entries(case.number)))
    console = Console(width=120, markup=False)
    console.print(table_of([case]))
    for turn in turns:
        console.print(f"{in_vietnam(turn.at):%d/%m %H:%M} Người dân: {turn.question}")
        for reply in turn.replies:
            console.print(f"            Trợ lý: {reply.text}")
    for entry in entries:
        console.print(f"{in_vietnam(entry.at):%d/%m %H:%M} {ENTRY[entry.kind]} {entry.author}: {entry.text}")


def table_of(cases: list[Case]) -> Table:
    """The cases as a table."""
    table = Table("số", "mã", "tình trạng", "mở lúc", "người nhận", "hướng dẫn", "bước", "câu hỏi")
    for case in cases:
        opened = f"{in_vietnam(case.opened_at):%d/%m/%Y %H:%M}"
        where = (case.assignee, case.guide_id or "", case.step_id or "", case.question)
        table.add_row(str(case.number), case.code, STATUS[case.status], opened, *where)
    return table
