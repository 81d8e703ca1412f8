"""camtay run: the service until it is told to stop."""

import asyncio
import errno
import logging
import sys
from contextlib import closing

from bot.app import serve
from bot.settings import Settings, read_settings
from storage.store import Store
from storage.unusable import UnusableError


def run_service() -> None:
    """Serve; UnusableError when a setting, the database or the port cannot be used."""
    settings = read_settings()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with closing(Store.open(settings.database_address)) as store:
        try:
            asyncio.run(serve(settings, store, say))
        except OSError as error:
            raise UnusableError(why_not(error, settings)) from error


def say(line: str) -> None:
    """Print a line at once, even into a pipe."""
    print(line, flush=True)


def why_not(error: OSError, settings: Settings) -> str:
    """Why the address cannot be listened on."""
    where = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"Cổng {where} đang có chương trình khác dùng; hãy đặt CAMTAY_PORT sang số khác."
    if error.errno == errno.EACCES:
        return f"Không được phép mở cổng {where}; hãy đặt CAMTAY_PORT từ 1024 trở lên."
    return f"Không mở được cổng {where}: {error.strerror or error}."
