"""Commands of the editors: camtay check | guides | new-guide | schema."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from bot.commands.clock import now
from bot.commands.options import CONTENT, ContentDir
from flows.guides import Confidence, ContentProblem, Guide
from flows.ids import PATTERN

app = typer.Typer()


@app.command()
def check(
    content: ContentDir = CONTENT,
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Xét như ở ngày này.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Chỉ in lỗi, không in cảnh báo.")] = False,
) -> None:
    """Soi các tệp nội dung: báo tệp, dòng, mục và cách sửa. Mã thoát 1 khi có lỗi."""
    from storage.content.check import check_content

    catalog, problems = check_content(content, as_of.date() if as_of else now().date())
    print_problems(problems, quiet)
    fatal = sum(problem.fatal for problem in problems)
    typer.echo(f"{len(catalog.guides)} hướng dẫn, {fatal} lỗi, {len(problems) - fatal} cảnh báo.")
    raise typer.Exit(1 if fatal else 0)


@app.command()
def guides(content: ContentDir = CONTENT) -> None:
    """Bảng các hướng dẫn: số bước, trục trặc, dữ kiện chắc và chưa chắc, câu hỏi, ngày kiểm tra."""
    from storage.content.check import check_content

    catalog, _ = check_content(content, now().date())
    Console(width=150).print(table_of(list(catalog.guides.values())))


@app.command("new-guide")
def new_guide(field: str, guide_id: str, title: str, content: ContentDir = CONTENT) -> None:
    """Tạo tệp mẫu cho một hướng dẫn mới và tệp câu hỏi thử của nó."""
    from storage.content.guides import load_sections
    from storage.content.template import guide_template, question_template

    sections, _ = load_sections(content)
    if field not in sections:
        refuse(f"Không có lĩnh vực {field}. Chọn một trong: {', '.join(sections)}.")
    if not re.fullmatch(PATTERN, guide_id):
        refuse(f"Tên {guide_id} chỉ được có chữ thường không dấu, số và gạch nối, ví dụ dang-ky-tam-tru.")
    for path, text in {
        content / "guides" / field / f"{guide_id}.yaml": guide_template(guide_id, title, now().date()),
        content.parent / "tests" / "questions" / f"{guide_id}.yaml": question_template(guide_id),
    }.items():
        write_new(path, text)


@app.command()
def schema(content: ContentDir = CONTENT) -> None:
    """Ghi JSON Schema để trình soạn thảo gợi ý tên mục khi gõ."""
    folder = content / "schema"
    folder.mkdir(exist_ok=True)
    for name, model in schemas().items():
        (folder / f"{name}.schema.json").write_text(schema_text(model), encoding="utf-8")
        typer.echo(f"Đã ghi {folder / name}.schema.json")


def schemas() -> dict[str, type[BaseModel]]:
    """The models of the content files that editors' programs get a schema for, by its name."""
    from storage.content.schema import GuideEntry, KnownErrorsFile, NoticesFile

    return {"guide": GuideEntry, "errors": KnownErrorsFile, "notices": NoticesFile}


def print_problems(problems: list[ContentProblem], quiet: bool) -> None:
    """Print one line for each problem, errors first."""
    for problem in problems:
        if problem.fatal or not quiet:
            typer.echo(str(problem))


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; an existing one is left alone with exit code 2."""
    if path.exists():
        refuse(f"Đã có tệp {path}, không ghi đè.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    typer.echo(f"Đã tạo {path}")


def refuse(reason: str) -> NoReturn:
    """End the command with exit code 2 and the reason."""
    typer.echo(reason, err=True)
    raise typer.Exit(2)


def schema_text(model: type[BaseModel]) -> str:
    """The JSON Schema of a content file, as it is kept in the repository."""
    return json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def table_of(guides: list[Guide]) -> Table:
    """The table editors use to see what a guide still lacks."""
    table = Table("lĩnh vực", "hướng dẫn", "bước", "trục trặc", "chắc", "chưa chắc", "câu hỏi", "kiểm tra", "rà soát")
    for guide in sorted(guides, key=lambda guide: (guide.field, guide.id)):
        table.add_row(guide.field, guide.id, *map(str, counts(guide)))
    return table


def counts(guide: Guide) -> tuple[int, int, int, int, int, date, date | None]:
    """Steps, troubles, confirmed and unconfirmed facts, questions, last check, next review."""
    facts = guide.facts
    sure = sum(fact.confidence is Confidence.CONFIRMED for fact in facts)
    troubles = len(guide.troubles) + sum(len(step.troubles) for step in guide.steps)
    checked = max((fact.checked_on for fact in facts), default=date.min)
    return len(guide.steps), troubles, sure, len(facts) - sure, len(guide.questions), checked, guide.review_by
