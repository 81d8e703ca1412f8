"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

CONTENT = Path(__file__).resolve().parents[2] / "content"
ContentDir = Annotated[Path, typer.Option("--content", envvar="CAMTAY_CONTENT_DIR", help="Thư mục nội dung.")]
