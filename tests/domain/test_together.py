"""What may share one message, and how loud that message is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AreaId, Band, Gravity, TransitionKind
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.notices import Notice, of_alert, of_passed
from bot.domain.policy import Decision, Reason, Sound
from bot.domain.together import together, turns

AT = datetime(2026, 11, 14, 21, 0, tzinfo=UTC)
STARTED, ESCALATED, EASED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.EASED
ENDED, WITHDRAWN = TransitionKind.ENDED, TransitionKind.WITHDRAWN


def at(area: str, kind: TransitionKind) -> Notice:
    episode = Episode(AreaId(area), Nearness.OWN, AT, Gravity.GRAVE, Band.NOW, (), (), ())
    return of_alert(PlaceTransition(kind, AT, episode))


@pytest.mark.parametrize(
    ("kinds", "groups"),
    [
        ((STARTED,), 0),
        ((STARTED, STARTED), 1),
        ((STARTED, ESCALATED), 1),
        ((ENDED, WITHDRAWN), 1),
        ((STARTED, ENDED), 0),
        ((STARTED, EASED, ENDED), 0),
        ((EASED, EASED), 1),
        ((STARTED, ENDED, STARTED, ENDED), 2),
    ],
)
def test_dangers_join_dangers_and_ends_join_ends(kinds: tuple[TransitionKind, ...], groups: int) -> None:
    notices = [at(str(number), kind) for number, kind in enumerate(kinds)]

    assert len(set(turns(notices).values())) == groups
    assert turns(notices).keys() <= {notice.key for notice in notices}


def test_a_line_about_what_has_passed_joins_nothing() -> None:
    episode = Episode(AreaId("1"), Nearness.OWN, AT, Gravity.GRAVE, Band.NOW, (), (), ())

    assert turns([of_passed(episode, AT), at("2", STARTED)]) == {}


SENT = st.lists(st.sampled_from([Sound.LOUD, Sound.SILENT]), min_size=1, max_size=10)


@given(SENT)
def test_one_message_has_one_sound_which_is_the_loudest(sounds: list[Sound]) -> None:
    decisions = [Decision(sound, Reason.OUTSIDE_QUIET) for sound in sounds]
    settled = together(decisions)

    assert {decision.sound for decision in settled} == {Sound.LOUD if Sound.LOUD in sounds else Sound.SILENT}
    changed = [now.reason is Reason.TOGETHER for now in settled]
    assert changed == [now.sound is not sound for now, sound in zip(settled, sounds, strict=True)]
