"""What is worded once for many chats says the same as if it were worded for each, to the second."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.episodes import PlaceTransition
from bot.domain.notices import Notice, NoticeKind, RecapNotice, of_alert
from bot.domain.policy import Cohort, Reason, Sound
from bot.domain.quiet import Mode, QuietHours
from bot.services.once import Once
from bot.services.wording import Wording
from bot.telegram.outgoing import Outgoing
from tests.fixtures import content
from tests.services.samples import BALLISTIC, DRONES, cohort, ended, episode, kyiv, shipped_wording, started

BEGAN = episode(BALLISTIC)
TRANSITIONS = (
    started(BEGAN),
    # Found late: it had begun before we saw it.
    started(BEGAN, BEGAN.started_at + timedelta(minutes=7)),
    ended(BEGAN, BEGAN.started_at + timedelta(minutes=40, seconds=20)),
)
COHORTS = (cohort("en"), cohort("uk"), cohort("uk", QuietHours(mode=Mode.GRAVE)), cohort("en", label="mother"))
REASONS = ((Sound.LOUD, Reason.GRAVE_WAKES), (Sound.SILENT, Reason.GUARDED_IN_QUIET), (Sound.SILENT, Reason.MUTED))


class CountedWording(Wording):
    """The shipped wording; remembers how often something was worded from its beginning."""

    def __init__(self) -> None:
        super().__init__(content.texts(), content.tree(), content.cards(), content.reports())
        self.times = 0

    def left_open(self, *asked: Any, **named: Any) -> Outgoing:
        self.times += 1
        return super().left_open(*asked, **named)


@given(
    st.lists(st.integers(min_value=0, max_value=5 * 3600), min_size=1, max_size=12).map(sorted),
    st.sampled_from(TRANSITIONS),
    st.sampled_from(COHORTS),
    st.sampled_from(REASONS),
)
def test_the_words_are_those_of_the_second_they_are_said_in(
    seconds: list[int], transition: PlaceTransition, to: Cohort, sounds: tuple[Sound, Reason]
) -> None:
    wording, once = shipped_wording(), Once(shipped_wording())
    notice, (sound, reason) = of_alert(transition), sounds
    for passed in seconds:
        now = transition.at + timedelta(seconds=passed)
        said = once.outgoing(notice, to, sound, reason, now, repeat=False, insists=False, also=())

        assert said == wording.outgoing(notice, to, sound, reason, now)


def test_an_alert_is_worded_anew_when_its_words_change_and_not_each_second() -> None:
    counted = CountedWording()
    once = Once(counted)
    notice, to = of_alert(started(episode(DRONES))), cohort()
    texts = set()
    for passed in range(60):
        now = notice.at.replace(second=0) + timedelta(seconds=passed)
        texts.add(
            once.outgoing(notice, to, Sound.LOUD, Reason.GRAVE_WAKES, now, repeat=False, insists=False, also=()).text
        )

    assert len(texts) >= 50
    assert counted.times <= 5


def test_what_is_no_alert_is_worded_each_second() -> None:
    counted = CountedWording()
    once = Once(counted)
    body, to = RecapNotice(kyiv(23, 0), kyiv(7, 0), (), timedelta(0)), cohort()
    notice = Notice("recap", NoticeKind.RECAP, kyiv(7, 0), body)
    for passed in (0, 0, 1, 1, 2):
        once.outgoing(
            notice,
            to,
            Sound.SILENT,
            Reason.RECAP,
            kyiv(7, 0) + timedelta(seconds=passed),
            repeat=False,
            insists=False,
            also=(),
        )

    assert counted.times == 3
