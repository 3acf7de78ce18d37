"""An operator calls an alert false: chosen from what people were told of, counted, and asked once more."""

from bot.services.false_alarms import ToldAlert
from bot.texts import Html
from handlers.context import Context, Replies, put
from handlers.taps import NOT_OURS, Page, Tap, confirmed, confirming, read_row, show
from handlers.telling import area_name, button, moment, phrasing, plain_button

#: Alerts that are offered.
_OFFERED = 8


async def _alerts(context: Context) -> Page:
    recent = context.services.false_alarms.recent(context.now, context.seen)[:_OFFERED]
    rows = tuple((plain_button(_named(context, one), f"admin:false:{one.number}"),) for one in recent)
    back = (button(context, "admin-button-back", "admin:page"),)
    return context.text("admin-false-which", count=len(recent)), (*rows, back)


def _named(context: Context, one: ToldAlert) -> Html:
    kind = phrasing(context).say(context.chat.language, "alert-kind", kind=one.kind.value)
    place, since = area_name(context, one.area), moment(context, one.since)
    return context.text("admin-false-alert", place=place, kind=kind, since=since, still="yes" if one.still else "no")


async def _tap_false(context: Context, rest: str) -> Replies:
    alert = _found(context, rest)
    if alert is None:
        return NOT_OURS
    heard = context.services.false_alarms.heard(alert, context.seen)
    sure = button(context, "admin-button-false-sure", confirming(context, f"admin:lie:{alert.number}"), count=heard)
    still = "yes" if alert.still else "no"
    text = context.text("admin-false-ask", alert=_named(context, alert), count=heard, still=still)
    return put(text, (sure,), (button(context, "admin-button-back", "admin:page"),))


async def _tap_sure(context: Context, rest: str) -> Replies:
    alert = _found(context, rest)
    if alert is None:
        return NOT_OURS
    told = await context.services.false_alarms.declare(context.tx, alert, context.now)
    text = context.text("admin-false-done", alert=_named(context, alert), came="yes" if told else "no")
    return put(text, (button(context, "admin-button-back", "admin:page"),))


def _found(context: Context, rest: str) -> ToldAlert | None:
    number = read_row(rest)
    recent = context.services.false_alarms.recent(context.now, context.seen)
    return next((one for one in recent if one.number == number), None)


FALSE_TAPS: dict[str, Tap] = {
    "alerts": show(_alerts),
    "false": _tap_false,
    "lie": confirmed("admin:lie", _tap_sure),
}
