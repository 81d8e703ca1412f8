"""Commands about understanding: camtay ask | match | evaluate."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.commands.options import CONTENT, ContentDir
from bot.evaluation import Question, Report, evaluate, first_share, guide_questions, load_questions
from bot.noise import NOISES
from flows.catalog import Catalog
from flows.matching.reading import Reading
from flows.outcomes import Outcome

OpenGuide = Annotated[str, typer.Option("--open", help="Id hướng dẫn đang mở.")]
_ABOUT_GUIDES = (Outcome.ANSWERED, Outcome.ASKED_BACK, Outcome.NO_MATCH)
_MOST = 60  # mistakes or confusions that are printed


app = typer.Typer()


@app.command()
def ask(question: str, open_guide: OpenGuide = "", content: ContentDir = CONTENT) -> None:
    """Xem một câu hỏi được hiểu thế nào và vì sao."""
    catalog = _catalog(content)
    show(Console(width=120), catalog, question, catalog.reader.explain(question, open_guide or None))


@app.command()
def match(content: ContentDir = CONTENT) -> None:
    """Đọc mỗi dòng một JSON {"q": "…"} (hoặc câu hỏi trần), in mỗi dòng một JSON: kết quả hiểu, cùng thứ tự."""
    catalog = _catalog(content)
    for line in sys.stdin:
        if line.strip():
            question = question_of(line.strip())
            typer.echo(json.dumps(record_of(question, catalog.reader.read(question)), ensure_ascii=False))


@app.command("evaluate")
def evaluate_file(
    file: Annotated[Path, typer.Argument(help="Tệp JSON từng dòng: q, label, alternates.", exists=True)],
    content: ContentDir = CONTENT,
    errors: Annotated[bool, typer.Option("--errors", help="In các câu hiểu sai.")] = False,
    confusions: Annotated[bool, typer.Option("--confusions", help="In các cặp hay lẫn.")] = False,
    noise: Annotated[list[str] | None, typer.Option("--noise", help=" | ".join(NOISES))] = None,
) -> None:
    """Chấm khả năng hiểu trên một tệp câu hỏi có nhãn."""
    console = Console(width=150)
    catalog = _catalog(content)
    questions = load_questions(file, catalog.guides)
    report = evaluate(catalog.reader.read, track(questions, description="Đang chấm", console=Console(stderr=True)))
    console.print(table_of(report))
    for name in noise or ():
        console.print(_noise_line(catalog, guide_questions(questions), name))
    if confusions:
        pairs = report.confusions.most_common(_MOST)
        console.print(*(f"{count:3} {label} → {said}" for (label, said), count in pairs), sep="\n")
    if errors:
        console.print(*report.mistakes, sep="\n", markup=False)


@app.command()
def calibrate(content: ContentDir = CONTENT) -> None:
    """Tìm lại các trọng số của lexicon/decision.yaml bằng kiểm chứng chéo trên nội dung."""
    from storage.content.calibration import calibrated_weights

    guides, directory = calibrated_weights(content)
    typer.echo(f"weights: {list(guides)}\ndirectory_weights: {list(directory)}")


def _catalog(content: Path) -> Catalog:
    from bot.settings import read_settings
    from storage.content.ready import kept_catalog
    from storage.content.shelf import Shelf

    return kept_catalog(content, Shelf(read_settings().cache_dir))[0]


def question_of(line: str) -> str:
    """The question of a line that is plain text or a JSON object with "q" or "text"."""
    if line.startswith("{"):
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            return line
        return str(record.get("q") or record.get("text") or "")
    return line


def record_of(question: str, reading: Reading) -> dict[str, Any]:
    """What `camtay match` prints for one question: an outside interface, to be kept exactly."""
    return {
        "q": question,
        "outcome": str(reading.outcome),
        "guides": [{"id": guide_id, "score": round(score, 4)} for guide_id, score in guides_of(reading)],
        "aspect": str(reading.aspect) if reading.aspect else None,
    }


def guides_of(reading: Reading) -> list[tuple[str, float]]:
    """The guides of a reading, at most five: what was offered first, then the others, best first.

    What is no guide's business (small talk, other subjects, the directory, danger) has none.
    """
    if reading.outcome not in _ABOUT_GUIDES:
        return []
    scores = {match.guide_id: match.score for match in reading.matches}
    second = {other.matches[0].guide_id: other.matches[0].score for other in reading.rest if other.matches}
    leading = reading.offered if reading.outcome is Outcome.ASKED_BACK else tuple(scores)[:1]
    order = dict.fromkeys((*leading, *second, *scores))
    return [(guide_id, scores.get(guide_id, second.get(guide_id, 0.0))) for guide_id in order][:5]


def show(console: Console, catalog: Catalog, question: str, reading: Reading) -> None:
    """Print how `question` was read and why."""
    why = reading.why
    console.print(f"[bold]{question}[/bold]", highlight=False)
    console.print(f"đọc là: {why.normalised}", highlight=False)
    if why.protected:
        console.print(f"giữ nguyên: {', '.join(why.protected)}", highlight=False)
    if why.repaired:
        console.print("sửa gõ: " + ", ".join(f"{typed} → {read}" for typed, read in why.repaired), highlight=False)
    console.print(f"kết quả: [bold]{reading.outcome}[/bold] {reading.topic}  ({why.decision})", highlight=False)
    if reading.aspect:
        console.print(f"hỏi về: {reading.aspect}", highlight=False)
    if reading.offered:
        console.print("lựa chọn: " + ", ".join(reading.offered), highlight=False)
    console.print(_matches_table(catalog, reading))
    for other in reading.rest:
        console.print(f"và còn hỏi: {other.guide_id} ({other.aspect})", highlight=False)


def _matches_table(catalog: Catalog, reading: Reading) -> Table:
    table = Table("hướng dẫn", "tên", "điểm", "từ đã khớp")
    for match in reading.matches:
        guide = catalog.guides.get(match.guide_id)
        words = ", ".join(f"{weight.word} {weight.weight:.2f}" for weight in match.why)
        table.add_row(match.guide_id, guide.title.vi if guide else "", f"{match.score:.3f}", words)
    return table


def table_of(report: Report) -> Table:
    """The measures of a report."""
    table = Table("đo", "kết quả", "số câu", "phải đạt", "mong đạt")
    for name, measure, must, aim in _ROWS:
        share = report.share(measure)
        value = "–" if share is None else f"{100 * (1 - share if name in _TURNED else share):.1f} %"
        table.add_row(name, value, str(report.of[measure]), must, aim)
    table.add_row("thời gian mỗi câu, trung vị", f"{report.milliseconds(0.5):.2f} ms", "", "≤ 1 ms", "≤ 0,3 ms")
    table.add_row("thời gian, bách phân vị 99", f"{report.milliseconds(0.99):.2f} ms", "", "≤ 4 ms", "≤ 1 ms")
    return table


_ROWS = (
    ("đúng hướng dẫn ở vị trí đầu", "first", "≥ 88 %", "≥ 94 %"),
    ("đúng hướng dẫn trong năm", "among five", "≥ 96 %", "≥ 99 %"),
    ("tỷ lệ trả lời thẳng", "answered", "≥ 75 %", "≥ 85 %"),
    ("trả lời thẳng thì đúng (câu có hướng dẫn)", "precision", "≥ 92 %", "≥ 97 %"),
    ("trả lời thẳng thì đúng (mọi câu)", "precision of all answers", "≥ 92 %", "≥ 97 %"),
    ("hỏi lại thì có lựa chọn đúng", "offered when asked back", "", ""),
    ("ngoài lĩnh vực, trò chuyện mà vẫn trả lời", "never a guide", "≤ 2 %", "≤ 0,5 %"),
    ("chưa có hướng dẫn mà vẫn trả lời", "none kept", "≤ 15 %", "≤ 7 %"),
    ("hỏi luật mà vẫn trả lời", "law kept", "", ""),
    ("mơ hồ, mẩu câu thì hỏi lại", "asks back", "≥ 75 %", "≥ 90 %"),
    ("… và có lựa chọn đúng", "right among the choices", "≥ 90 %", "≥ 97 %"),
    ("hỏi người, báo tin tới danh bạ", "directory", "≥ 85 %", "≥ 95 %"),
)
_TURNED = ("ngoài lĩnh vực, trò chuyện mà vẫn trả lời", "chưa có hướng dẫn mà vẫn trả lời", "hỏi luật mà vẫn trả lời")


def _noise_line(catalog: Catalog, questions: list[Question], name: str) -> str:
    read = catalog.reader.read
    loss = 100 * (first_share(read, questions) - first_share(read, questions, NOISES[name]))
    return f"mất khi {name}: {loss:.1f} điểm"
