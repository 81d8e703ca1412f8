"""The command line: camtay run | check | ask | match | chat | mask."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def camtay() -> None:
    """Cầm Tay: trợ lý dịch vụ công."""


def main() -> None:
    """Run the command line."""
    app()
