"""The state of places in words: what runs, how well it is seen, and never that it is safe."""

from bot.domain.alerts import BAND_ORDER, Sight
from bot.domain.episodes import Episode, Nearness, Permanent
from bot.domain.reach import Reach
from bot.services.phrasing import by_danger, by_minute, joined
from bot.services.status import PlaceStatus, Sighted, SourceStatus, Status
from bot.texts import Html, age
from handlers.context import Context
from handlers.telling import NONE, area_name, lines, listed, moment, moment_or_none, phrasing, place_name, traits


def place_state(context: Context, status: Status, one: PlaceStatus) -> Html:
    """One place: its own alert, how well it is seen, sound, end, what is around it, inside it, on all the time."""
    permanent = (_permanent(context, alert) for alert in one.permanent)
    own = joined(" · ", (_own(context, status, one), *traits(context, one.place)))
    return lines(own, _around(context, one), _inside(context, status, one), *permanent)


def seen(context: Context, status: Sighted) -> Html:
    """From which sources the data are and how old; where we are blind, what to trust instead."""
    if not status.sources:
        return context.text("sight-no-source")
    sources = listed(_source(context, source) for source in status.sources)
    if status.sight is Sight.BLIND:
        return context.text("sight-blind", sources=sources)
    if status.partly_since:
        return context.text("sight-partly", sources=sources, since=moment(context, status.partly_since))
    return context.text("sight", sources=sources)


def to_do(context: Context, status: Status) -> Html:
    """What to do in the time there is, by the shortest band that runs at any place; empty where nothing runs."""
    running = [(BAND_ORDER.index(one.own.band), one.own.band, one.place) for one in status.places if one.own]
    _, shortest, place = min(running, key=lambda one: one[0], default=(0, None, None))
    card = context.services.cards.for_alert(shortest) if shortest else None
    action = card.action_for(place.reach) if card and place else None
    if action is None or shortest is None or place is None:
        return Html()
    said = context.text("state-action", action=action[context.chat.language])
    own = place.shelter and place.reach is not Reach.STAY
    return joined(" ", (said, context.text("own-shelter", where=place.shelter, band=shortest) if own else ""))


def danger(context: Context, episode: Episode) -> Html:
    """An alert in a few words: how grave, since when, what flies."""
    speak, language, zone = phrasing(context), context.chat.language, context.chat.quiet.timezone
    threats = by_danger(episode.threats)
    story = speak.story(language, threats, episode.started_at, context.now, zone)
    if threats and len(by_minute(threats, episode.started_at)) == 1:
        story = speak.threats(language, threats)
    since = moment(context, episode.started_at)
    return context.text("state-danger", gravity=episode.gravity, since=since, story=story or NONE)


def _own(context: Context, status: Status, one: PlaceStatus) -> Html:
    place, newest = place_name(context, one.place), status.newest
    if one.own:
        last, blind = moment_or_none(context, one.last_seen_at), _blind_since(context, status)
        denied = listed(phrasing(context).source(context.chat.language, name) for name in one.denied_by) or NONE
        said = danger(context, one.own)
        return context.text("state-alert", place=place, danger=said, last=last, blind=blind, denied=denied)
    if newest is None or newest.contact_at is None:
        return context.text("state-never", place=place)
    if status.sight is Sight.BLIND:
        return context.text("state-blind", place=place, since=moment(context, newest.contact_at))
    old = age(context.texts, context.chat.language, context.now - newest.contact_at)
    other = "inside" if one.inside else "yes" if one.permanent else "no"
    if status.partly_since:
        since = moment(context, status.partly_since)
        return context.text("state-calm-partly", place=place, age=old, other=other, since=since)
    return context.text("state-calm", place=place, sight=status.sight, age=old, other=other)


def _around(context: Context, one: PlaceStatus) -> Html:
    raion = context.services.tree.around(one.place.area)
    if one.around is None or one.around.nearness is not Nearness.AROUND or raion is None:
        return Html()
    return context.text("state-around", raion=area_name(context, raion), danger=danger(context, one.around))


def _inside(context: Context, status: Status, one: PlaceStatus) -> Html:
    """What runs in the parts of a wide place."""
    if not one.inside:
        return Html()
    speak, zone = phrasing(context), context.chat.quiet.timezone
    parts = speak.parts(context.chat.language, one.inside, context.now, zone)
    last, blind = moment_or_none(context, one.inside_last_seen_at), _blind_since(context, status)
    return context.text("state-inside", place=area_name(context, one.place.area), parts=parts, last=last, blind=blind)


def _blind_since(context: Context, status: Status) -> Html:
    newest = status.newest if status.sight is Sight.BLIND else None
    return moment_or_none(context, newest.contact_at if newest else None)


def _permanent(context: Context, alert: Permanent) -> Html:
    said = phrasing(context).permanent(context.chat.language, alert, context.chat.quiet.timezone)
    return context.text("state-permanent", place=area_name(context, alert.area), alert=said)


def _source(context: Context, source: SourceStatus) -> Html:
    name = phrasing(context).source(context.chat.language, source.name)
    if source.contact_at is None:
        return context.text("sight-never", source=name)
    if source.sight is Sight.BLIND:
        return context.text("sight-since", source=name, since=moment(context, source.contact_at))
    old = age(context.texts, context.chat.language, context.now - source.contact_at)
    return context.text("sight-source", source=name, sight=source.sight, age=old)
