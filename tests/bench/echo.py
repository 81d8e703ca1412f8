"""Three bots that only echo, to compare with: python -m tests.bench.echo <kind> <port> <api address>."""

import asyncio
import sys
from collections.abc import AsyncIterator

import aiohttp
from aiohttp import web
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.channels.telegram_request import AiohttpRequest
from tests.bench.doors import Telegram

PATH = Telegram().path


def ptb(kind: str, api: str) -> web.Application:
    """python-telegram-bot, on its default transport or on ours."""

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await update.message.reply_text(update.message.text or "")

    async def life(app: web.Application) -> AsyncIterator[None]:
        builder = Application.builder().token("123456:bench").base_url(f"{api}/bot").updater(None)
        http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        if kind == "ptb-aiohttp":
            builder = builder.request(AiohttpRequest(http)).get_updates_request(AiohttpRequest(http))
        bot = builder.concurrent_updates(True).build()
        bot.add_handler(MessageHandler(filters.TEXT, echo))
        app["bot"] = bot
        async with http, bot:
            await bot.start()
            yield
            await bot.stop()

    async def webhook(request: web.Request) -> web.Response:
        bot = request.app["bot"]
        await bot.update_queue.put(Update.de_json(await request.json(), bot.bot))
        return web.Response()

    app = web.Application()
    app.cleanup_ctx.append(life)
    app.add_routes([web.post(PATH, webhook)])
    return app


def bare(api: str) -> web.Application:
    """Aiohttp alone: JSON in, JSON out."""

    async def life(app: web.Application) -> AsyncIterator[None]:
        app["tasks"] = set()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            app["http"] = http
            yield

    async def send(app: web.Application, chat: int, text: str) -> None:
        async with app["http"].post(
            f"{api}/bot123456:bench/sendMessage", json={"chat_id": chat, "text": text}
        ) as answer:
            await answer.read()

    async def webhook(request: web.Request) -> web.Response:
        message = (await request.json())["message"]
        task = asyncio.create_task(send(request.app, message["chat"]["id"], message["text"]))
        request.app["tasks"].add(task)
        task.add_done_callback(request.app["tasks"].discard)
        return web.Response()

    app = web.Application()
    app.cleanup_ctx.append(life)
    app.add_routes([web.post(PATH, webhook)])
    return app


def main() -> None:
    """Serve until the process is ended."""
    kind, port, api = sys.argv[1:4]
    app = bare(api) if kind == "aiohttp" else ptb(kind, api)
    web.run_app(app, host="127.0.0.1", port=int(port), access_log=None, print=None)


if __name__ == "__main__":
    main()
