"""Editors take an article to a report: paste it, judge claim by claim, publish. Nobody else's words start any of it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

from babel.dates import format_date

from bot.domain.chats import ChatKind
from bot.domain.drafts.drafting import CLAIMS_AT_MOST
from bot.domain.drafts.review import Choice, Kept, Review, Reviewed, about, at_place, drop, keep, lacks, write
from bot.domain.drafts.sentences import ARTICLE_AT_MOST
from bot.domain.headlines import Headline
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.headlines import line
from handlers.taps import NOT_OURS, Rows, Tap, read_row, tapped
from handlers.telling import NONE, area_name, button, lines, listed, paragraphs

#: So much of a sentence is shown; longer ones are cut, and kept whole.
_SENTENCE = 700
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
    return say(paragraphs(_head(context, kept), _pieces(context, kept)), *_under(context, kept))


def _pieces(context: Context, kept: Kept) -> Html:
    """How many messages the article is of, and whether all of it was read."""
    article, claims = kept.review.article, kept.review.claims
    parts = article.parts if article else 1
    joined = context.text("reports-joined", parts=parts) if parts > 1 else Html()
    is_cut = (article is not None and article.is_cut) or len(claims) >= CLAIMS_AT_MOST
    cut = context.text("reports-cut", letters=ARTICLE_AT_MOST, claims=CLAIMS_AT_MOST) if is_cut else Html()
    return lines(*(one for one in (joined, cut) if one))


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


# What is shown


def _head(context: Context, kept: Kept) -> Html:
    draft, language = kept.review.draft, context.chat.language
    return context.text(
        "reports-draft",
        number=kept.id,
        claims=sum(one.choice is not Choice.DROPPED for one in kept.review.claims),
        dropped=sum(one.choice is Choice.DROPPED for one in kept.review.claims),
        outlet=draft.outlet or NONE,
        place=area_name(context, draft.place) if draft.place else NONE,
        date=format_date(draft.published, "d MMMM y", locale=language) if draft.published else NONE,
    )


def _under(context: Context, kept: Kept) -> Rows:
    go = "reports-button-publish" if kept.review.next_open is None else "reports-button-next"
    verb = "publish" if kept.review.next_open is None else "next"
    return (
        (button(context, go, f"report:{verb}:{kept.id}"),),
        (button(context, "reports-button-forget", f"report:forget:{kept.id}"),),
    )


def _page(context: Context, kept: Kept) -> tuple[Html, Rows]:
    """The next claim to be judged, or what is to be done when all are."""
    at = kept.review.next_open
    if at is None:
        done = context.text("reports-done", number=kept.id, kept=kept.review.kept)
        return paragraphs(done, _lacking(context, kept)), _under(context, kept)
    one = kept.review.claims[at]
    words = _own_words(context, kept, at, one)
    return paragraphs(_claim(context, kept, at, one), words), (_choices(context, kept, at, one),)


def _claim(context: Context, kept: Kept, at: int, one: Reviewed) -> Html:
    found, language = one.claim, context.chat.language
    name = (found.speaker.name or {}).get("*") or (found.speaker.name or {}).get(language)
    role = found.speaker.role[language]
    figures = listed(context.services.editing.fact(figure, language) for figure in found.figures)
    return context.text(
        "reports-claim",
        number=at + 1,
        count=len(kept.review.claims),
        kind=context.text("reports-kind", kind=found.kind.value),
        sentence=found.sentence[:_SENTENCE],
        speaker=f"{name}, {role}" if name else role,
        figures=figures or NONE,
        gap="yes" if found.gap else "no",
    )


def _own_words(context: Context, kept: Kept, at: int, one: Reviewed) -> Html:
    if one.text is None:
        return context.text("reports-no-words", draft=kept.id, number=at + 1)
    return lines(*(context.text("reports-words", text=text) for text in one.text.values()))


def _choices(context: Context, kept: Kept, at: int, one: Reviewed) -> tuple[Button, ...]:
    target = f"{kept.id}:{at + 1}"
    kept_as_is = (button(context, "reports-button-keep", f"report:keep:{target}"),) if one.text else ()
    return (
        *kept_as_is,
        button(context, "reports-button-edit", f"report:edit:{target}"),
        button(context, "reports-button-drop", f"report:drop:{target}"),
    )


def _lacking(context: Context, kept: Kept) -> Html:
    lacking = lacks(kept.review)
    return context.text("reports-lack", lack=lacking[0].value, number=kept.id) if lacking else Html()


# What is tapped


async def _found(context: Context, number: int | None) -> Kept | None:
    return await context.services.editing.draft(context.tx, number, context.now) if number else None


async def _shown(context: Context, kept: Kept) -> Replies:
    text, rows = _page(context, kept)
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
        return say(_lacking(context, kept), *_under(context, kept))
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
    kept = await context.services.editing.begin_with(context.tx, _editor_of(context), headline, context.now)
    return say(_head(context, kept), *_under(context, kept))


def _editor_of(context: Context) -> int:
    # An editor's private chat has the editor's own id.
    return context.chat.id


_TAPS: dict[str, Tap] = {
    "feed": _feed,
    "next": _next,
    "keep": partial(_judge, keep),
    "drop": partial(_judge, drop),
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
    text, rows = _page(context, kept)
    return say(paragraphs(_head(context, kept), text), *rows)


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
