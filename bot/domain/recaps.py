"""Makes one account of a silence out of what was told in it, because nobody should have to scroll through a night."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.alerts import AreaId
from bot.domain.episodes import Episode, Nearness
from bot.domain.notices import AlertNotice, MeanwhileNotice, NoticeBody, PassedNotice, RecapEntry, SightNotice
from bot.domain.policy import Sound
from bot.domain.quiet import Interval


def episode_of(body: NoticeBody) -> Episode | None:
    """The episode that an alert's message is about, as it was then; None for anything else."""
    match body:
        case AlertNotice(transition):
            return transition.episode
        case PassedNotice(episode):
            return episode
        case _:
            return None


def episode_key_of(body: NoticeBody) -> str | None:
    episode = episode_of(body)
    return episode.key if episode else None


def was_silenced(sounds: Iterable[Sound]) -> bool:
    """Whether anything of it came without sound or was held."""
    return any(sound in (Sound.SILENT, Sound.HELD) for sound in sounds)


def entries(
    told: Iterable[tuple[NoticeBody, Sound, datetime]],
    episodes: Mapping[str, Episode],
    labels: Mapping[AreaId, str],
) -> tuple[RecapEntry, ...]:
    """One entry for each episode that was told of, in the order of their starts."""
    rang: dict[str, tuple[datetime, ...]] = {}
    for body, sound, at in told:
        key = episode_key_of(body)
        if key is not None and key in episodes:
            rang[key] = (*rang.get(key, ()), *((at,) if sound is Sound.LOUD else ()))
    ordered = sorted(rang, key=lambda key: episodes[key].started_at)
    return tuple(_entry(episodes[key], labels, rang[key]) for key in ordered)


def unseen(told: Iterable[NoticeBody]) -> tuple[tuple[datetime, datetime | None], ...]:
    """From when to when (None: still) there were no data, as far as was told of it, in order."""
    spans: dict[datetime, datetime | None] = {}
    for body in told:
        if isinstance(body, SightNotice | MeanwhileNotice):
            spans[body.since] = spans.get(body.since) or body.until
    return tuple(sorted(spans.items()))


def under_alert(episodes: Iterable[Episode], silence: Interval) -> timedelta:
    """How long the silence was under the places' own alerts; hours that several places share count once."""
    own = (episode for episode in episodes if episode.nearness is Nearness.OWN)
    spans = sorted((episode.started_at, min(episode.ended_at or silence.end, silence.end)) for episode in own)
    total = timedelta()
    reached = silence.start
    for start, end in spans:
        total += max(end - max(start, reached), timedelta())
        reached = max(reached, end)
    return total


def _entry(episode: Episode, labels: Mapping[AreaId, str], rang_at: tuple[datetime, ...]) -> RecapEntry:
    return RecapEntry(
        area=episode.area,
        nearness=episode.nearness,
        label=labels.get(episode.area, ""),
        started_at=episode.started_at,
        ended_at=episode.ended_at,
        threats=episode.seen_threats,
        rang_at=rang_at,
    )
