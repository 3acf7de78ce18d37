"""ukrainealarm v3, the second source: asked within its small budget, so that no single provider has to be believed."""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from bot.domain.alerts import Answer, AreaId, SourceName
from bot.domain.listings import Listing
from bot.errors import SourceError
from bot.sources import http
from bot.sources.listings import listing_of
from bot.sources.reading import Parsed, UnfamiliarLog
from bot.sources.ukraine_alarm_bodies import NAME, parse, parse_regions, parse_status
from bot.sources.ukraine_alarm_copies import Copies

REAL_HOST = "api.ukrainealarm.com"
#: No limit is published. Somebody measured on 2026-09-07 that a key has three requests accepted in about 60 s; the
#: refused ones do not make it longer. The three seconds more are for the way there.
REAL_BUDGET = http.Budget(3, timedelta(seconds=63))
#: However often the check says that nothing changed, the whole list is read this often.
READ_EVERY = timedelta(minutes=5)
#: For how long after a post another one is expected, so that polls leave a request to it. There is a change in about
#: 80 s (see below): after an hour without one, posts do not reach us.
PUSHES_FOR = timedelta(hours=1)
#: The end of the program must not wait long for a service that does not answer.
WEBHOOK_TIMEOUT = timedelta(seconds=5)

_TICK = timedelta(microseconds=1)


class UkraineAlarm:
    """The source at `url`: first it is asked for the number of its last action, and read in full where that changed.

    Not so at the real address, which is asked three times a minute at most, whatever `interval` says: there a check
    costs as much as a reading, and each change, one in about 80 s (alerts.in.ua, 8 September to 8 October 2026), would
    cost two of the three. Every request is a reading there, unless `interval` leaves room for both.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        key: str,
        area_of: Callable[[str], AreaId],
        interval: timedelta,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._url = f"{url.rstrip('/')}/api/v3"
        self._headers: dict[str, str | bytes] = {"Authorization": key.encode(), "Accept": "application/json"}
        self._area_of = area_of
        budget = REAL_BUDGET if http.is_at(url, REAL_HOST) else None
        self._pace = http.Pace(NAME, interval, budget, draw)
        self._checks = budget is None or self._pace.regular >= budget.window
        self._check_failed = False
        self._pushed = False
        self._wish = timedelta(0)
        #: The last action that the last reading is known to hold; None where it must not be taken for the newest.
        self._index: int | None = None
        self._last: Parsed | None = None
        self._copies = Copies()
        self._read_at: datetime | None = None
        self._data_at: datetime | None = None
        self._unfamiliar = UnfamiliarLog(NAME)

    @property
    def name(self) -> SourceName:
        return NAME

    @property
    def interval(self) -> timedelta:
        return self._pace.interval

    def forget(self) -> None:
        self._index = None

    async def poll(self, now: datetime) -> Answer:
        """Ask once, or raise SourceError; `too-early` means that the budget forbade asking at all.

        A 401 without a body is `limited-or-unauthorised`: the source says so to a wrong key and beyond its limit alike.
        """
        self._wish = timedelta(0)
        try:
            answer = await self._answer(now)
        except SourceError as error:
            # What our own budget forbade is no failure of the source.
            if error.kind != "too-early":
                self._pace.slow_down(self._wish)
            raise
        self._pace.recover()
        return answer

    def pushed(self, now: datetime) -> timedelta:
        """It said that something changed: the next poll reads all of it. How long that must wait for the budget."""
        self._pushed = True
        self._pace.leave_room(now + PUSHES_FOR)
        return self._pace.soonest(now)

    async def register(self, url: str, now: datetime, *, known_there: bool) -> None:
        """Ask to be told of changes at `url`; raises SourceError. It is paid from the same budget as the polls.

        An address that is registered already is not posted a second time but brought up to date.
        """
        # Whether it succeeds or must be tried again: polls at the full rate leave no request for it.
        self._pace.leave_room(now + PUSHES_FOR)
        self._pace.spend(now)
        await self._tell_webhook("PATCH" if known_there else "POST", url)

    async def withdraw(self, url: str) -> None:
        """Ask to be told no more, at the end of the program, when no poll needs the budget; raises SourceError."""
        await self._tell_webhook("DELETE", url)

    async def areas(self, now: datetime) -> Listing:
        """All areas as the source lists them; raises SourceError, which says nothing of its alerts.

        It is paid from the same budget: at the real address three polls leave no room, so one of them must give way
        (`can_spare`).
        """
        return listing_of(parse_regions(await self._get("/regions", now)), self._area_of)

    @property
    def is_hurried(self) -> bool:
        """It said that something changed, and was not read since."""
        return self._pushed

    def can_spare(self, now: datetime) -> bool:
        """Whether a list of areas may be asked for at `now` besides a poll, and not only in its place."""
        poll = 2 if self._checks else 1
        return self._pace.allows(poll + 1, now)

    async def _answer(self, now: datetime) -> Answer:
        checks = self._checks and not self._check_failed and not self._pushed
        index = await self._check(now) if checks else None
        self._check_failed = False
        if index is not None and index == self._index and not self._reading_is_due(now):
            return Answer(NAME, now, None, self._data_at)
        return await self._read(index, now)

    async def _check(self, now: datetime) -> int:
        """The last action's number, asked before the reading so that the reading is never older than it."""
        # Should checks alone be out of order, the next poll does without.
        self._check_failed = True
        index = parse_status(await self._get("/alerts/status", now))
        if self._index is not None and index < self._index:
            # An older copy. Should it stay, then the source began to count anew, and the next poll takes it as it is.
            self._index, self._check_failed = None, False
            raise SourceError(NAME, "stepped-back")
        return index

    async def _read(self, index: int | None, now: datetime) -> Answer:
        parsed = parse(await self._get("/alerts", now), at=now, area_of=self._area_of)
        self._pushed = False
        if back_to := self._copies.stepped_back_to(parsed.updated, now):
            return self._of_older_copy(parsed, back_to, now)
        before, self._last = self._last, parsed
        # What is gone is looked at twice: an unchanged number would only repeat the one body that lacked it.
        self._index = None if before and _shown(before) - _shown(parsed) else index
        self._read_at = now
        self._data_at = self._changed_at(before, parsed, now)
        self._unfamiliar.take(parsed.unfamiliar)
        return Answer(NAME, now, parsed.observations, self._data_at)

    def _of_older_copy(self, parsed: Parsed, back_to: datetime, now: datetime) -> Answer:
        """What it shows may begin something, and with a time that goes backwards it can end nothing."""
        self._index = None
        before_last = self._data_at - _TICK if self._data_at else back_to
        return Answer(NAME, now, parsed.observations, min(back_to, before_last))

    def _changed_at(self, before: Parsed | None, parsed: Parsed, now: datetime) -> datetime:
        """When the source last changed, as far as can be seen.

        The newest `lastUpdate` alone would not do: it goes back when the newest alert ends, and in a calm country it is
        years old, so that the last end of a night would look like old data and never count.
        """
        changed_at = self._data_at if self._data_at and before == parsed else now
        return max(changed_at, parsed.data_at or changed_at)

    def _reading_is_due(self, now: datetime) -> bool:
        return self._read_at is None or not timedelta(0) <= now - self._read_at < READ_EVERY

    async def _tell_webhook(self, method: str, url: str) -> None:
        headers = {**self._headers, "Content-Type": "application/json"}
        content = json.dumps({"webHookUrl": url}).encode()
        reply = await http.fetch(
            self._client, NAME, f"{self._url}/webhook", headers, WEBHOOK_TIMEOUT, method=method, content=content
        )
        if reply.status == 401 and not reply.body.strip():
            raise SourceError(NAME, "limited-or-unauthorised", "401")
        if not 200 <= reply.status < 300:
            raise http.refusal(NAME, reply.status)

    async def _get(self, path: str, now: datetime) -> bytes:
        self._pace.spend(now)
        reply = await http.fetch(self._client, NAME, f"{self._url}{path}", self._headers)
        self._wish = http.retry_after(reply.headers, now)
        if reply.status == 401 and not reply.body.strip():
            raise SourceError(NAME, "limited-or-unauthorised", "401")
        if reply.status != 200:
            raise http.refusal(NAME, reply.status)
        return reply.body


def _shown(parsed: Parsed) -> set[tuple[str, str]]:
    return {(seen.area, seen.kind) for seen in parsed.observations}
