"""How the desk works stands in organisation.yaml, and mistakes there are named with line and field."""

from datetime import time
from pathlib import Path

import pytest

from flows.organisation import LADDER, Organisation, Route, Shift
from storage.content.organisation import load_organisation

DESK = """name: "Xã Bình An"
hamlets:
  - {id: thon-1, name: "Thôn 1"}
desk:
  answer_minutes: 90
  reopen_days: 0
  ladder:
    - {level: hamlet, name: "Tổ của thôn"}
    - {level: "1022", name: "tổng đài 1022", phone: "1022"}
  routes:
    - {topics: [thue], levels: ["1022"], hamlets: [thon-1]}
  rota:
    - {days: [Thứ Hai, chủ nhật], members: [lan], opens: "07:30", closes: "11:30"}
"""


def loaded(folder: Path, text: str) -> tuple[Organisation, list[tuple[int, str, str]]]:
    (folder / "organisation.yaml").write_text(text, encoding="utf-8")
    organisation, problems = load_organisation(folder)
    return organisation, [(problem.line, problem.field, problem.message) for problem in problems]


def test_the_desks_rules_are_read(tmp_path: Path) -> None:
    organisation, problems = loaded(tmp_path, DESK)
    assert problems == []
    assert (organisation.answer_minutes, organisation.reopen_days, organisation.claim_minutes) == (90, 0, 30)
    assert [rung.is_outside for rung in organisation.ladder] == [False, True]
    assert organisation.routes == (Route(("1022",), ("thue",), ("thon-1",)),)
    assert organisation.rota == tuple(Shift(day, ("lan",), time(7, 30), time(11, 30)) for day in (0, 6))


def test_without_rules_the_usual_ladder_stands(tmp_path: Path) -> None:
    organisation, problems = loaded(tmp_path, 'name: "Xã Bình An"\n')
    assert problems == []
    assert organisation.ladder == LADDER


@pytest.mark.parametrize(
    ("good", "bad", "line", "field", "said"),
    [
        ('levels: ["1022"]', "levels: [huyen]", 11, "desk.routes.0.levels", "huyen"),
        ("hamlets: [thon-1]}", "hamlets: [thon-9]}", 11, "desk.routes.0.hamlets", "thon-9"),
        ("Thứ Hai", "Thứ Mười", 13, "desk.rota.0.days", "Thứ Mười"),
        ('opens: "07:30"', 'opens: "12:30"', 13, "desk.rota.0.opens", "trước giờ kết thúc"),
        ('level: "1022"', "level: hamlet", 9, "desk.ladder.1.level", "hai lần"),
        ("answer_minutes: 90", "answer_minutes: 0", 5, "desk.answer_minutes", ""),
    ],
)
def test_mistakes_are_named(tmp_path: Path, good: str, bad: str, line: int, field: str, said: str) -> None:
    _, problems = loaded(tmp_path, DESK.replace(good, bad, 1))
    assert (line, field) in [problem[:2] for problem in problems]
    assert any(said in message for _, _, message in problems)
