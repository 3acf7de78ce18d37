"""What a digest tells of a span of time, looked up once for many chats."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import BLIND_AFTER
from bot.domain.alerts import AreaId, SourceName
from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.domain.chats import Chat, Place
from bot.domain.digests import DigestPart
from bot.domain.episodes import Episode, Nearness
from bot.domain.local_time import day_of
from bot.domain.nights import clipped, share_of_night, was_heavy
from bot.domain.notices import DigestNotice, DigestPlace
from bot.domain.quiet import Interval
from bot.domain.reports import Report
from bot.domain.sight import Outage
from bot.store import alerts as alert_store
from bot.store import sight as sight_store

#: From when to when there were no data (aware UTC); None: still at the end of the span.
Unseen: TypeAlias = tuple[datetime, datetime | None]
#: Claims that one digest carries at the most.
CLAIMS_AT_MOST = 5
#: For how long after its review a claim is news. Shorter than digests are kept: with the one that carried a claim it
#: would be forgotten that it was told, and it would come a second time.
NEWS_FOR = timedelta(days=300)


class Look:
    """What the database says during one transaction; what is asked twice is looked up once."""

    def __init__(self, tx: AsyncConnection) -> None:
        self._tx = tx
        self._episodes: dict[tuple[frozenset[AreaId], Interval], tuple[Episode, ...]] = {}
        self._unseen: dict[Interval, tuple[Unseen, ...]] = {}
        self._seen: tuple[tuple[SourceName, ...], datetime | None] | None = None

    async def episodes(self, areas: frozenset[AreaId], span: Interval) -> tuple[Episode, ...]:
        if (areas, span) not in self._episodes:
            found = await alert_store.episodes_between(self._tx, areas, span.start, span.end)
            self._episodes[areas, span] = found
        return self._episodes[areas, span]

    async def unseen(self, span: Interval) -> tuple[Unseen, ...]:
        """When nothing could be seen. After a start nobody may have judged yet what was missed: what no source has
        told since its last contact was not seen.
        """
        if span not in self._unseen:
            outages = await sight_store.outages_between(self._tx, span.start, span.end)
            last = max((await sight_store.contacts(self._tx)).values(), default=None)
            found = [_unseen(one, span) for one in outages]
            if last and span.end - last > BLIND_AFTER and all(until for _, until in found):
                found.append((max(last, span.start), None))
            self._unseen[span] = tuple(found)
        return self._unseen[span]

    async def seen(self) -> tuple[tuple[SourceName, ...], datetime | None]:
        """Every source that ever answered, and from when on anything is known."""
        if self._seen is None:
            self._seen = await alert_store.source_names(self._tx), await alert_store.history_since(self._tx)
        return self._seen


class DigestFacts:
    """Makes the body of a digest: the same for all chats that follow and chose the same, but for what was silenced."""

    def __init__(self, tree: AreaTree, cards: Cards, reports: Iterable[Report]) -> None:
        self._tree = tree
        self._cards = cards
        self._reports = reports

    async def body(
        self,
        look: Look,
        chat: Chat,
        places: tuple[Place, ...],
        span: Interval,
        known: frozenset[tuple[str, str]],
    ) -> DigestNotice:
        """The digest of a span, with nothing silenced yet; `known` are the claims that digests have carried."""
        timezone, parts = chat.quiet.timezone, chat.digest_parts
        episodes = await look.episodes(frozenset(place.area for place in places), span)
        sources, history_since = await look.seen()
        tells_alerts = DigestPart.ALERTS in parts
        day = day_of(span.end, timezone)
        return DigestNotice(
            day=day,
            since=span.start,
            until=span.end,
            places=tuple(_day_at(place, episodes, span, timezone) for place in places) if tells_alerts else (),
            silenced=0,
            claims=self._new_claims(places, known, day) if DigestPart.CLAIMS in parts else (),
            card=self._card_of(day.toordinal()) if DigestPart.CARD in parts else None,
            sources=sources if tells_alerts else (),
            history_since=history_since,
            parts=tuple(part for part in DigestPart if part in parts),
            heavy=tells_alerts and was_heavy(episodes, span, timezone),
            unseen=await look.unseen(span),
            rings=chat.digest_rings,
        )

    def _new_claims(
        self, places: Iterable[Place], known: frozenset[tuple[str, str]], day: date
    ) -> tuple[tuple[str, str], ...]:
        """Claims about the chat's places that are news still, and that no digest of this chat has carried yet."""
        near = {area for place in places for area in self._tree.covering(place.area)}
        fresh = [
            (report.id, claim.id)
            for report in self._reports
            if day - report.reviewed <= NEWS_FOR
            for claim in report.claims
            if claim.stands and claim.place.area in near and (report.id, claim.id) not in known
        ]
        return tuple(fresh[:CLAIMS_AT_MOST])

    def _card_of(self, day: int) -> str | None:
        cards = [card.id for card in self._cards]
        return cards[day % len(cards)] if cards else None


def _day_at(place: Place, episodes: Iterable[Episode], span: Interval, timezone: str) -> DigestPlace:
    own = (one for one in episodes if one.area == place.area and one.nearness is Nearness.OWN)
    spans = [part for one in own if (part := clipped(one, span))]
    lengths = [one.end - one.start for one in spans]
    return DigestPlace(
        area=place.area,
        label=place.label,
        count=len(spans),
        total=sum(lengths, timedelta()),
        longest=max(lengths, default=timedelta()),
        at_night=sum((share_of_night(one, timezone) for one in spans), timedelta()),
    )


def _unseen(outage: Outage, span: Interval) -> Unseen:
    """As far as it lies in the span; one that went on at its end had no end by then."""
    over = outage.ended_at is not None and outage.ended_at <= span.end
    return max(outage.since, span.start), outage.ended_at if over else None
