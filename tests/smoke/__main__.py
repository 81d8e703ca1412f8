"""Holds a conversation with the running service through an outside Telegram emulator, and prints it.

The service is started as an operator would (`camtay run`, webhook mode, a fresh data directory); the emulator is
telemelya from PyPI, put into a temporary virtual environment. Needs the package index, hence not in the core suite.
The emulator sends no secret header, so a small relay adds it, as Telegram itself does.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.channels.telegram import SECRET_HEADER
from bot.channels.webhook_secret import webhook_secret
from tests.fakes.ports import free_port

EMULATOR = ("telemelya==0.2.2", "fakeredis==2.40.0")
TOKEN = "123456789:smoke-run"
CHAT = 77
HERE = Path(__file__).resolve().parent
LOOKS, BETWEEN_LOOKS = 240, 0.25  # a minute's patience with everything, and seconds
QUESTIONS = ("quen mat khau vneid", "dang ky tam tru can giay to gi", "bao nhieu tien", "cách nấu phở bò", "gặp người")


async def main() -> int:
    """0 when every message was answered, 1 otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        python = await emulator_python(Path(folder))
        emulator, relay, service = (free_port() for _ in range(3))
        environment = {
            **os.environ,
            "CAMTAY_PORT": str(service),
            "CAMTAY_DATA_DIR": f"{folder}/data",
            "CAMTAY_PUBLIC_URL": f"http://127.0.0.1:{relay}",
            "CAMTAY_BURST_SECONDS": "0",
            "CAMTAY_TELEGRAM_TOKEN": TOKEN,
            "CAMTAY_TELEGRAM_MODE": "webhook",
            "CAMTAY_TELEGRAM_API": f"http://127.0.0.1:{emulator}",
        }
        async with (
            process(str(python), str(HERE / "emulator.py"), str(emulator)),
            relaying(relay, service),
            aiohttp.ClientSession() as http,
        ):
            await answers(http, f"http://127.0.0.1:{emulator}/")
            async with process(sys.executable, "-m", "bot", "run", environment=environment):
                await answers(http, f"http://127.0.0.1:{service}/healthz")
                await webhook_set(http, f"http://127.0.0.1:{emulator}/bot{TOKEN}/getWebhookInfo")
                return await converse(http, f"http://127.0.0.1:{emulator}/api/v1/test")


async def converse(http: aiohttp.ClientSession, control: str) -> int:
    """Play the citizen: open, ask, tap, answer with a number; every message must lead to an answer."""
    silent = 0
    replies = await say(http, control, command="/start")
    for text in QUESTIONS:
        silent += not replies
        replies = await say(http, control, text=text)
        if choice := first_choice(replies):
            silent += not replies
            message_id = next(reply["message_id"] for reply in reversed(replies) if reply.get("reply_markup"))
            replies = await say(http, control, callback_data=choice, callback_message_id=message_id)
    silent += not replies
    print(f"\n{'Every message was answered.' if not silent else f'{silent} messages were not answered.'}")
    return 1 if silent else 0


async def say(http: aiohttp.ClientSession, control: str, **message: Any) -> list[dict[str, Any]]:
    """What the service answered, as soon as it has."""
    headers = {"Authorization": "Bearer smoke"}
    before = len(await calls_made(http, control))
    print(f"\n— {message.get('text') or message.get('command') or message['callback_data']}")
    url = f"{control}/send_update?bot_token={TOKEN}"
    sent = await http.post(url, json={"chat_id": CHAT, **message}, headers=headers)
    delivery = (await sent.json())["delivery"]
    assert delivery["status_code"] == 200, delivery
    calls: list[dict[str, Any]] = []
    for _ in range(LOOKS):
        await asyncio.sleep(BETWEEN_LOOKS)
        calls = (await calls_made(http, control))[before:]
        if [call for call in calls if call.get("text")]:
            break
    replies = [call for call in calls if call.get("text") and call["method"] != "answerCallbackQuery"]
    for reply in replies:
        print("\n".join(f"  {line}" for line in str(reply["text"]).splitlines()))
        for row in (reply.get("reply_markup") or {}).get("inline_keyboard", []):
            print("    " + "  ".join(f"[{button['text']}]" for button in row))
    return replies


async def calls_made(http: aiohttp.ClientSession, control: str) -> list[dict[str, Any]]:
    """Everything the service has asked of the emulator so far."""
    async with http.get(f"{control}/responses", headers={"Authorization": "Bearer smoke"}) as answer:
        calls: list[dict[str, Any]] = (await answer.json())["responses"]
        return calls


def first_choice(replies: list[dict[str, Any]]) -> str | None:
    """What the first button under the newest answer sends."""
    for reply in reversed(replies):
        for row in (reply.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if "callback_data" in button:
                    return str(button["callback_data"])
    return None


async def emulator_python(folder: Path) -> Path:
    """The Python of a new virtual environment that has the emulator."""
    await finished(sys.executable, "-m", "venv", str(folder / "venv"))
    python = folder / "venv" / "bin" / "python"
    await finished(str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *EMULATOR)
    return python


async def finished(*command: str) -> None:
    """Run a command to its end; stop the run when it fails."""
    running = await asyncio.create_subprocess_exec(*command)
    if await running.wait():
        raise SystemExit(f"{' '.join(command)} failed")


@asynccontextmanager
async def process(*command: str, environment: dict[str, str] | None = None) -> AsyncIterator[None]:
    """A program that runs while the block lasts."""
    running = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        yield
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


@asynccontextmanager
async def relaying(port: int, target: int) -> AsyncIterator[None]:
    """Passes updates on with the secret Telegram would send along."""

    async def relay(request: web.Request) -> web.Response:
        headers = {SECRET_HEADER: webhook_secret(TOKEN), "Content-Type": "application/json"}
        url = f"http://127.0.0.1:{target}{request.path}"
        async with aiohttp.ClientSession() as http, http.post(url, data=await request.read(), headers=headers) as made:
            return web.Response(status=made.status)

    app = web.Application()
    app.router.add_post("/{path:.*}", relay)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield
    await runner.cleanup()


async def answers(http: aiohttp.ClientSession, url: str) -> None:
    """Wait until something answers there."""
    for _ in range(LOOKS):
        try:
            async with http.get(url) as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(BETWEEN_LOOKS)
    raise SystemExit(f"{url} does not answer")


async def webhook_set(http: aiohttp.ClientSession, url: str) -> None:
    """Wait until the service has told the emulator where to send updates."""
    for _ in range(LOOKS):
        async with http.post(url) as answer:
            if (await answer.json())["result"]["url"]:
                return
        await asyncio.sleep(BETWEEN_LOOKS)
    raise SystemExit("the service has set no webhook")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
