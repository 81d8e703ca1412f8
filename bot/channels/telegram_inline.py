"""Inline mode and deep links: a guide shared into any chat of Telegram."""

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.helpers import create_deep_linked_url

from flows.catalog import Catalog
from flows.deep_links import carrying
from flows.guides import Guide

MAX_RESULTS = 10


def guide_link(username: str, guide_id: str) -> str:
    """The address that opens the bot with this guide."""
    return create_deep_linked_url(username, carrying(guide_id))


def suggested(catalog: Catalog, query: str) -> tuple[Guide, ...]:
    """The guides to offer for what was typed after the bot's name; some to begin with when nothing was."""
    if not query.strip():
        return tuple(catalog.guides.values())[:MAX_RESULTS]
    reading = catalog.reader.read(query)
    ids = dict.fromkeys((*(match.guide_id for match in reading.matches), *reading.offered))
    return tuple(catalog.guides[guide_id] for guide_id in ids if guide_id in catalog.guides)[:MAX_RESULTS]


def articles(catalog: Catalog, query: str, language: str, username: str) -> list[InlineQueryResultArticle]:
    """The results to show: title and summary, and a button that opens the guide step by step."""
    say = catalog.phrases.speaker(language).say
    return [
        InlineQueryResultArticle(
            id=guide.id[:64],
            title=(title := guide.title.in_language(language)),
            description=(summary := guide.summary.in_language(language)),
            input_message_content=InputTextMessageContent(f"{title}\n\n{summary}"),
            reply_markup=InlineKeyboardMarkup(
                [[InlineKeyboardButton(say("Xem từng bước"), url=guide_link(username, guide.id))]]
            ),
        )
        for guide in suggested(catalog, query)
    ]
