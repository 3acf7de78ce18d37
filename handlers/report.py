"""Editors take an article to a report: paste it, judge claim by claim, publish. Nobody else's words start any of it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

from bot.domain.chats import ChatKind
from bot.domain.drafts.links import Relation
from bot.domain.drafts.review import (
    Kept,
    Review,
    about,
    at_place,
    drop,
    keep,
    lacks,
    relate,
    see,
    write,
)
from bot.domain.headlines import Headline
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.headlines import line
from handlers.report_page import head, lacking, page, pieces, under
from handlers.taps import NOT_OURS, Tap, read_row, tapped
from handlers.telling import button, lines, paragraphs

#: So many drafts are offered to go on with.
_RESUMED = 5
#: A button shows so much of a headline.
_HEADLINE = 40
_Change: TypeAlias = Callable[[Review, int], Review]


def is_editor(context: Context, incoming: Incoming) -> bool:
    """Whether who writes may publish reports; articles are only reviewed in private."""
    return incoming.user_id in context.services.editors and context.chat.kind is ChatKind.PRIVATE


async def report(context: Context, incoming: Incoming) -> Replies:
    """`/report`, with an article or an order about a draft, and the buttons of a review."""
    if not is_editor(context, incoming):
        return say(context.text("reports-for-editors"))
    if incoming.message_id is not None:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        return await _how(context)
    name, _, rest = incoming.argument.partition(" ")
    order = _ORDERS.get(name.casefold())
    return await order(context, rest) if order else await drafted(context, incoming)


async def drafted(context: Context, incoming: Incoming) -> Replies:
    """A draft of the article that was pasted."""
    kept = await context.services.editing.begin_or_go_on(
        context.tx, incoming.user_id, incoming.argument, context.now, incoming.forwarded_at
    )
    if not kept.review.claims:
        await context.services.editing.forget(context.tx, kept.id)
        return say(context.text("reports-nothing-found"))
    return say(paragraphs(head(context, kept), pieces(context, kept)), *under(context, kept))


async def _how(context: Context) -> Replies:
    drafts = await context.services.editing.drafts(context.tx, context.now)
    text = context.text("reports-how", published=len(context.services.shelf), drafts=len(drafts))
    resume = tuple(
        (button(context, "reports-button-draft", f"report:next:{one.id}", number=one.id),) for one in drafts[:_RESUMED]
    )
    news = await context.services.feeds.headlines(context.tx, None)
    shown = lines(context.text("reports-headlines"), *(line(context, one) for one in news)) if news else Html()
    taken = tuple((_draft_button(context, one),) for one in news)
    return say(paragraphs(text, context.text("reports-how-short"), shown), *resume, *taken)


def _draft_button(context: Context, one: Headline) -> Button:
    return button(context, "reports-button-headline", f"report:feed:{one.id}", title=one.title[:_HEADLINE])


# What is tapped


async def _found(context: Context, number: int | None) -> Kept | None:
    return await context.services.editing.draft(context.tx, number, context.now) if number else None


async def _shown(context: Context, kept: Kept) -> Replies:
    text, rows = page(context, kept)
    return put(text, *rows)


async def _next(context: Context, rest: str) -> Replies:
    kept = await _found(context, read_row(rest))
    return await _shown(context, kept) if kept else put(context.text("reports-gone"))


async def _judge(change: _Change, context: Context, rest: str) -> Replies:
    number, at = _target(rest)
    kept = await _found(context, number)
    if kept is None:
        return put(context.text("reports-gone"))
    if at is None or at > len(kept.review.claims):
        return NOT_OURS
    return await _shown(context, await context.services.editing.put(context.tx, kept, change(kept.review, at - 1)))


async def _edit(context: Context, rest: str) -> Replies:
    number, at = _target(rest)
    kept = await _found(context, number)
    if kept is None:
        return put(context.text("reports-gone"))
    return say(context.text("reports-no-words", draft=kept.id, number=at or 1))


async def _publish(context: Context, rest: str) -> Replies:
    kept = await _found(context, read_row(rest))
    if kept is None:
        return put(context.text("reports-gone"))
    if lacks(kept.review):
        return say(lacking(context, kept), *under(context, kept))
    report = await context.services.editing.publish(context.tx, kept, context.now)
    return put(context.text("reports-published", outlet=report.outlet, claims=len(report.claims)))


async def _forget(context: Context, rest: str) -> Replies:
    number = read_row(rest)
    if number is None:
        return NOT_OURS
    await context.services.editing.forget(context.tx, number)
    return put(context.text("reports-forgotten"))


async def _feed(context: Context, rest: str) -> Replies:
    headline = await context.services.feeds.find(context.tx, rest)
    if headline is None:
        return put(context.text("reports-gone"))
    read = await context.services.feeds.page(context.tx, headline, context.pages)
    kept = await context.services.editing.begin_with(context.tx, _editor_of(context), headline, context.now, read)
    unread = Html() if read else context.text("reports-page-unread")
    return say(paragraphs(head(context, kept), unread), *under(context, kept))


def _editor_of(context: Context) -> int:
    # An editor's private chat has the editor's own id.
    return context.chat.id


_TAPS: dict[str, Tap] = {
    "feed": _feed,
    "next": _next,
    "keep": partial(_judge, keep),
    "drop": partial(_judge, drop),
    "updates": partial(_judge, partial(relate, Relation.UPDATES)),
    "contradicts": partial(_judge, partial(relate, Relation.CONTRADICTS)),
    "seen": partial(_judge, see),
    "edit": _edit,
    "publish": _publish,
    "forget": _forget,
}


def _target(rest: str) -> tuple[int | None, int | None]:
    number, _, at = rest.partition(":")
    return read_row(number), read_row(at)


# What is typed


async def _typed(context: Context, rest: str, change: Callable[[Review, str], Review | None]) -> Replies:
    number, _, words = rest.strip().partition(" ")
    row = read_row(number)
    if row is None:
        return say(context.text("reports-not-understood"))
    kept = await _found(context, row)
    if kept is None:
        return say(context.text("reports-gone"))
    changed = change(kept.review, words.strip())
    if changed is None:
        return say(context.text("reports-not-understood"))
    kept = await context.services.editing.put(context.tx, kept, changed)
    text, rows = page(context, kept)
    return say(paragraphs(head(context, kept), text), *rows)


async def _outlet(context: Context, rest: str) -> Replies:
    def named(review: Review, words: str) -> Review | None:
        name, _, address = words.partition(",")
        return about(review, outlet=name.strip(), address=address.strip() or None) if name.strip() else None

    return await _typed(context, rest, named)


async def _place(context: Context, rest: str) -> Replies:
    def placed(review: Review, words: str) -> Review | None:
        found = context.services.tree.find(words)
        return at_place(review, found[0].id) if found else None

    return await _typed(context, rest, placed)


async def _write(context: Context, rest: str) -> Replies:
    def written(review: Review, words: str) -> Review | None:
        at, *texts = [line.strip() for line in words.splitlines()]
        row = read_row(at)
        texts = [text for text in texts if text]
        if row is None or row > len(review.claims) or len(texts) != len(_LANGUAGES_IN_ORDER):
            return None
        return write(review, row - 1, dict(zip(_LANGUAGES_IN_ORDER, texts, strict=True)))

    return await _typed(context, rest, written)


_LANGUAGES_IN_ORDER = ("uk", "en")
_ORDERS: dict[str, Callable[[Context, str], Awaitable[Replies]]] = {"outlet": _outlet, "place": _place, "write": _write}
