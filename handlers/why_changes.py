"""Which one setting lies behind a decision, so that a person can change just that and nothing beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.alerts import AreaId
from bot.domain.notices import (
    AlertNotice,
    InsideNotice,
    InsistNotice,
    ModeEndedNotice,
    NoticeBody,
    PassedNotice,
    SightNotice,
)
from bot.domain.policy import Reason
from bot.domain.quiet import Mode, QuietHours
from bot.services.why import Explained
from handlers.context import Context


@dataclass(frozen=True, slots=True)
class Change:
    """A button: the name of its words, and its data."""

    name: str
    data: str


@dataclass(frozen=True, slots=True)
class ChosenNow:
    """What a chat has chosen by now: a button that would change nothing is not offered."""

    quiet: QuietHours
    places: frozenset[AreaId]
    muted: bool


_HOURS = Change("hours", "quiet:menu")
_MODES = Change("modes", "quiet:modes")
_DIGEST = Change("digest", "digest:menu")
_CIRCLE = Change("circle", "circle:open")
#: What one tap makes otherwise. Nothing here silences grave danger: the menus ask twice before that.
_CHANGES: Mapping[str, Change] = {
    Reason.GRAVE_WAKES: _HOURS,
    Reason.OUTSIDE_QUIET: _HOURS,
    Reason.END_HEARD: _HOURS,
    Reason.END_IN_QUIET: _HOURS,
    Reason.BLIND_ALERT: _HOURS,
    Reason.BLIND_LONG: _HOURS,
    Reason.BLIND_IN_QUIET: _HOURS,
    Reason.RECAP_RUNNING: _HOURS,
    Reason.INSIST: Change("insist", "insist:menu"),
    Reason.MODE_ENDED: _MODES,
    Reason.HELD_IN_QUIET: _DIGEST,
    Reason.NEVER_LOUD: _DIGEST,
    Reason.CIRCLE_ASKED: _CIRCLE,
    Reason.CIRCLE_HELD: _CIRCLE,
    Reason.DIGEST_ASKED: _DIGEST,
}
#: The mode that changes the rule, for rules that a mode made.
_MODE_FOR: Mapping[str, tuple[Mode, str]] = {
    Reason.GUARDED_IN_QUIET: (Mode.EVERYTHING, "ring"),
    Reason.NOTHING_WAKES: (Mode.GRAVE, "grave"),
    Reason.EVERYTHING_WAKES: (Mode.GRAVE, "milder"),
}
#: Rules that nobody can change, because they keep alerts worth hearing, or an all clear worth believing.
FIXED: frozenset[str] = frozenset(
    {
        *(Reason.AROUND_GUARDED, Reason.FLAPPING, Reason.EASING, Reason.END_NOT_HEARD, Reason.END_IN_QUIET),
        *(Reason.TOGETHER, Reason.RECAP, Reason.NEVER_LOUD, Reason.BLIND_CALM, Reason.BLIND_IN_QUIET),
        *(Reason.SIGHT_BACK, Reason.PASSED, Reason.INSIDE, Reason.MEANWHILE),
        *(Reason.CIRCLE_HELP, Reason.CIRCLE_WORD),
    }
)


async def chosen_now(context: Context) -> ChosenNow:
    """What the chat has chosen by now."""
    subscriptions = context.services.subscriptions
    places = await subscriptions.places(context.tx, context.chat.id)
    mute = await subscriptions.running_mute(context.tx, context.chat.id, context.now)
    return ChosenNow(context.chat.quiet, frozenset(place.area for place in places), mute is not None)


def change_of(one: Explained, chosen: ChosenNow) -> Change | None:
    """The one setting behind a decision; None where it is a fixed rule, or was changed since."""
    if one.reason in _MODE_FOR:
        mode, name = _MODE_FOR[one.reason]
        holds_still = not chosen.quiet.is_off and one.quiet is not None and chosen.quiet.mode is one.quiet.mode
        return Change(name, f"quiet:mode:{mode}") if holds_still else _HOURS
    match one.reason:
        case Reason.MUTED | Reason.MUTED_ALL:
            return Change("unmute", "mute:off") if chosen.muted else Change("mute", "mute:menu")
        case Reason.PLACE_SILENT | Reason.PLACE_LOUD:
            return _of_place("place", "place:open", _area(one.body), chosen)
        case Reason.INSIDE:
            return _of_place("towns", "place:towns", _area(one.body), chosen)
        case Reason.HELD_IN_QUIET if isinstance(one.body, ModeEndedNotice):
            return _MODES
        case _:
            return _CHANGES.get(one.reason)


def _of_place(name: str, verb: str, area: AreaId | None, chosen: ChosenNow) -> Change | None:
    return Change(name, f"{verb}:{area}") if area in chosen.places else None


def _area(body: NoticeBody) -> AreaId | None:
    """The place that a notice is about."""
    match body:
        case AlertNotice(transition) | InsistNotice(transition):
            return transition.episode.area
        case PassedNotice(episode):
            return episode.area
        case SightNotice(area=area):
            return area
        case InsideNotice(spell=spell):
            return spell.area
        case _:
            return None
