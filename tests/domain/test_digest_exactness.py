"""Exactly one digest for each local day and hour, whatever the clock, the settings and the program's sleep do: held
against somebody who looks at the wall clock every ten minutes.
"""

from datetime import UTC, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.digests import (
    LONGEST_SPAN,
    STILL_SENT,
    DigestHour,
    Standing,
    changed,
    looked_at,
    standing_from,
    tidied,
)
from bot.domain.quiet import EVERY_DAY, QuietHours, Window, covers
from tests.domain.digest_clock import TICK, Shown, shown

#: Days before clocks change in Kyiv, in New York, on Lord Howe (by half an hour), and an ordinary one; and the days on
#: which Samoa skipped a date.
STARTS = (
    datetime(2027, 3, 27, 12, tzinfo=UTC),
    datetime(2026, 10, 24, 12, tzinfo=UTC),
    datetime(2026, 10, 31, 12, tzinfo=UTC),
    datetime(2026, 4, 4, 0, tzinfo=UTC),
    datetime(2026, 11, 20, 8, tzinfo=UTC),
    datetime(2011, 12, 28, 12, tzinfo=UTC),
)
ZONES = ("Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo", "Pacific/Apia", "Pacific/Pago_Pago")
#: Hours near which clocks change come up often.
WALLS = st.builds(time, st.one_of(st.integers(0, 4), st.integers(0, 23)), st.sampled_from([0, 10, 20, 30, 40, 50]))
DAYS = st.sampled_from([EVERY_DAY, EVERY_DAY, frozenset(range(5)), frozenset({5, 6}), frozenset({0, 2})])
HOURS = st.lists(st.builds(DigestHour, WALLS, DAYS), min_size=1, max_size=4).map(tidied)
WINDOWS = st.one_of(
    st.just(()), st.tuples(st.builds(Window, WALLS, WALLS)).filter(lambda windows: not windows[0].is_off)
)


class DigestsOfOneChat(RuleBasedStateMachine):
    """One chat, its settings, a program that runs or does not, and a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.hours: tuple[DigestHour, ...] = ()
        self.quiet = QuietHours()
        self.standing = Standing()
        self.told: list[tuple[datetime, datetime]] = []
        self.done: frozenset[str] = frozenset()
        self.keys: set[str] = set()
        self.first: Shown | None = None

    @initialize(start=st.sampled_from(STARTS), zone=st.sampled_from(ZONES), hours=HOURS)
    def begins(self, start: datetime, zone: str, hours: tuple[DigestHour, ...]) -> None:
        self.now = self.base = start
        self.quiet = QuietHours(timezone=zone)
        self.hours = hours
        self.standing = standing_from(hours, self.quiet, self.now)

    @rule(ticks=st.integers(1, 60))
    def runs(self, ticks: int) -> None:
        for _ in range(ticks):
            self.now += TICK
            self.looks()

    @rule(hours=st.one_of(st.integers(1, 12), st.sampled_from([24, 36, 60, 200])))
    def is_down(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.looks()

    @rule(hours=HOURS)
    def other_hours(self, hours: tuple[DigestHour, ...]) -> None:
        self.chooses(hours, self.quiet)

    @rule(zone=st.sampled_from(ZONES))
    def another_zone(self, zone: str) -> None:
        self.chooses(self.hours, QuietHours(self.quiet.windows, timezone=zone))

    @rule(zone=st.sampled_from(ZONES))
    def another_zone_right_after_a_digest(self, zone: str) -> None:
        """Flown west, the same hour of the same day comes once more."""
        before = len(self.keys)
        for _ in range(150):
            self.runs(1)
            if len(self.keys) > before:
                break
        self.another_zone(zone)
        self.runs(72)

    @rule(windows=WINDOWS)
    def other_quiet_hours(self, windows: tuple[Window, ...]) -> None:
        self.chooses(self.hours, QuietHours(windows, timezone=self.quiet.timezone))

    @rule()
    def off_and_on_again(self) -> None:
        hours = self.hours
        self.chooses((), self.quiet)
        self.first = None
        self.told.clear()
        self.chooses(hours, self.quiet)

    @invariant()
    def what_is_next_lies_ahead_or_waits(self) -> None:
        if self.standing.due and self.standing.make_at:
            assert self.standing.make_at >= self.standing.due.at

    @invariant()
    def it_is_remembered_for_days_and_not_for_ever(self) -> None:
        assert len(self.standing.done) <= 7 * 4

    def chooses(self, hours: tuple[DigestHour, ...], quiet: QuietHours) -> None:
        """What came up by the old settings still counts, and from now on the new ones do."""
        self.first = self.first or self.came_up()
        self.base = self.now
        self.hours, self.quiet = hours, quiet
        self.standing = changed(self.standing, hours, quiet, self.now)

    def came_up(self) -> Shown | None:
        return next(shown(self.hours, self.quiet.timezone, self.base, self.now, self.done), None)

    def looks(self) -> None:
        """The program looks, and does what somebody with an eye on the clock would."""
        outcome = looked_at(self.standing, self.hours, self.quiet, self.now)
        first = self.first or self.came_up()
        if first is None:
            assert outcome is None, outcome
            self.base = self.now
            return
        self.first = first
        if covers(self.quiet, self.now):
            assert outcome is None, outcome
            self.standing = changed(self.standing, self.hours, self.quiet, self.now)
            return
        assert outcome is not None, first
        after = max(first.at, self.now - timedelta(days=3))
        chain = (first, *shown(self.hours, self.quiet.timezone, after, self.now, self.done | {first.key}))
        last = chain[-1]
        until = self.quiet_ends(last.at)
        assert outcome.due.key == last.key
        assert (outcome.span is not None) == (self.now - until < STILL_SENT)
        if outcome.span:
            assert outcome.span.end == until
            assert timedelta(0) < until - outcome.span.start <= LONGEST_SPAN
            assert last.key not in self.keys, "told twice"
            self.keys.add(last.key)
            if self.told and until - self.told[-1][1] <= LONGEST_SPAN:
                assert outcome.span.start == self.told[-1][1], "a gap, or told twice"
            self.told.append((outcome.span.start, until))
        self.done |= {one.key for one in chain}
        self.first, self.base = None, self.now
        self.standing = outcome.standing

    def quiet_ends(self, moment: datetime) -> datetime:
        while covers(self.quiet, moment):
            moment += TICK
        return moment


DigestsOfOneChat.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestDigestsOfOneChat = DigestsOfOneChat.TestCase
