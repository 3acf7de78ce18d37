"""Says what quiet hours would have done, in few words, so that nobody has to guess what they choose."""

from datetime import timedelta

from bot.domain.estimates import LONG_UNSEEN, LOOKS_BACK, Estimate, Tally
from bot.domain.quiet import Mode, Weekday, Window, nights_left_open
from bot.texts import Html, duration
from handlers.context import Context
from handlers.telling import area_name, hours, lines, listed, phrasing

_DAY = timedelta(days=1)


async def estimated(context: Context, windows: tuple[Window, ...], mode: Mode) -> Html:
    """What these hours would have done with this mode, and what that is counted from: two lines."""
    estimate = await estimate_of(context, windows)
    if estimate is None:
        return await unestimated(context)
    tally = estimate.tallies.by_mode[mode]
    return lines(_in_hours(context, estimate, windows, tally), basis(context, estimate, mode))


async def estimate_of(context: Context, windows: tuple[Window, ...]) -> Estimate | None:
    """None where the past of the places is not known. Raises FindFirst."""
    return await context.services.estimates.of_chat(context.tx, context.chat, windows, context.now, context.found)


async def unestimated(context: Context) -> Html:
    """Why nothing can be said of the past."""
    places = await context.services.subscriptions.places(context.tx, context.chat.id)
    return context.text("estimate-no-history" if places else "estimate-no-place")


def of_mode(context: Context, estimate: Estimate, windows: tuple[Window, ...], mode: Mode) -> Html:
    """How often it would have rung with one mode: a sentence."""
    rang = _rang(context, estimate, windows, estimate.tallies.by_mode[mode])
    return context.text("estimate-mode", span=_span(context, estimate), rang=rang)


def of_reading(context: Context, estimate: Estimate, windows: tuple[Window, ...], mode: Mode) -> Html:
    """As `of_mode`, with the hours named: for several that are told below one another."""
    named = listed((hours(context, windows), context.text("quiet-mode", mode=mode)))
    rang = _rang(context, estimate, windows, estimate.tallies.by_mode[mode])
    return context.text("estimate-reading", hours=named, span=_span(context, estimate), rang=rang)


def unheard(context: Context, estimate: Estimate) -> Html:
    """How many grave alerts *nothing* would have kept from waking anybody."""
    tallies = estimate.tallies.by_mode
    count = tallies[Mode.GRAVE].rang - tallies[Mode.NOTHING].rang
    return context.text("estimate-nothing", span=_span(context, estimate), count=count)


def basis(context: Context, estimate: Estimate, mode: Mode) -> Html:
    """Whose history it is, and what it lacks, where that matters: one line."""
    language, parts = context.chat.language, []
    if estimate.sources:
        sources = phrasing(context).sources(language, estimate.sources)
        recaps = estimate.tallies.by_mode[mode].recaps
        parts.append(context.text("estimate-basis", sources=sources, recaps=recaps))
    if estimate.tallies.unlevelled and mode is Mode.GRAVE:
        parts.append(context.text("estimate-unlevelled", count=estimate.tallies.unlevelled))
    if estimate.unseen >= LONG_UNSEEN:
        length = duration(context.texts, language, estimate.unseen)
        parts.append(context.text("estimate-unseen", days=round(estimate.unseen / _DAY), length=length))
    if estimate.unknown:
        names = listed(area_name(context, area) for area in estimate.unknown)
        parts.append(context.text("estimate-unknown", places=names))
    return Html(" ".join(parts))


def example(context: Context, windows: tuple[Window, ...], mode: Mode) -> Html:
    """The hours that are counted where none are chosen."""
    named = context.text("quiet-mode", mode=mode)
    return context.text("estimate-example", hours=hours(context, windows), mode=named)


def _in_hours(context: Context, estimate: Estimate, windows: tuple[Window, ...], tally: Tally) -> Html:
    span = _span(context, estimate)
    if not tally.messages:
        return context.text("estimate-empty", span=span)
    return context.text(
        "estimate-hours",
        span=span,
        messages=tally.messages,
        rang=_rang(context, estimate, windows, tally),
        without=context.text("estimate-times", count=estimate.tallies.without.rang),
    )


def _rang(context: Context, estimate: Estimate, windows: tuple[Window, ...], tally: Tally) -> Html:
    by_day = len(nights_left_open(windows)) == len(Weekday)
    counts = {"rang": tally.rang, "nights": tally.nights, "all": estimate.tallies.nights}
    return context.text("estimate-rang", kind="day" if by_day else "night", **counts)


def _span(context: Context, estimate: Estimate) -> Html:
    whole = estimate.days >= LOOKS_BACK.days
    return context.text("estimate-span", whole="yes" if whole else "no", days=estimate.days)
