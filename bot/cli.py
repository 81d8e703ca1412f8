"""The command line: camtay run | check | ask | chat | cases | member | …; a broken setting ends it with code 2.

Each command loads only what it needs, so that the small ones answer at once.
"""

import sys
from typing import Annotated

import typer

from bot.commands import channels, content, members, reading
from storage.unusable import UnusableError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for commands in (content, channels, reading):
    app.add_typer(commands.app)
app.add_typer(members.app, name="member")


@app.callback()
def camtay() -> None:
    """Cầm Tay: trợ lý dịch vụ công."""


@app.command()
def run() -> None:
    """Chạy dịch vụ: trò chuyện trên web, Telegram, Zalo và trang của Tổ công nghệ số."""
    from bot.commands.run import run_service

    run_service()


@app.command()
def chat() -> None:
    """Trò chuyện bằng các dòng JSON: {"chat":"c1","text":"…"} hoặc {"chat":"c1","choice":"<id>"}."""
    from bot.commands.chat import chat_lines

    chat_lines(sys.stdin)


@app.command()
def cases(
    code: Annotated[str, typer.Argument(help="Mã ca, để xem mọi điều đã nói trong ca đó.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Cả những ca đã đóng.")] = False,
) -> None:
    """Các ca hỗ trợ, gấp nhất trước; hoặc một ca."""
    from bot.commands.cases import list_cases, show_case

    show_case(code.upper()) if code else list_cases(everything=everything)


@app.command()
def mask(
    names: Annotated[bool, typer.Option("--names", help="Che cả tên người, ngày sinh, số nhà, biển số xe.")] = False,
) -> None:
    """Che dữ liệu cá nhân: đọc từng dòng, in dòng đã che."""
    from flows.person_names import for_others
    from flows.privacy import mask as masked

    for line in sys.stdin:
        text = line.rstrip("\r\n")
        typer.echo(for_others(text) if names else masked(text).text)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except UnusableError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except BrokenPipeError:  # whoever read our lines has seen enough
        sys.exit(0)
