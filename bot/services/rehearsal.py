"""Takes a made alert through everything that decides and words one, and sends it to nobody.

What is right today may be broken by tomorrow's list of areas or texts; that must not be found out by a real alert.
"""

from datetime import datetime, time

from bot.domain.advance import State, advance
from bot.domain.alerts import AlertKind, Answer, AreaId, Level, Observation, SourceName, Threat, ThreatKind
from bot.domain.areas import AreaTree
from bot.domain.episodes import Nearness, by_area, covering_alerts, follow
from bot.domain.notices import of_alert
from bot.domain.policy import Cohort, Sound, decide
from bot.domain.quiet import EVERY_DAY, Mode, QuietHours, Window
from bot.services.wording import Wording
from bot.telegram.outgoing import refuse
from bot.texts import LANGUAGES

#: Quiet from midnight to midnight, so that it is night whenever this is tried.
_ALWAYS = (Window(time(0), time(12), EVERY_DAY), Window(time(12), time(0), EVERY_DAY))
_MADE = SourceName("made")
#: Kharkiv, which every list of areas has had and ours always has.
_AREA = AreaId("1293")
#: What is shown, and what a sleeper must hear of it.
_SHOWN = (
    (Level.RED, ThreatKind.BALLISTIC_MISSILES, Sound.LOUD),
    (Level.YELLOW, ThreatKind.DRONES, Sound.SILENT),
)


class Rehearsal:
    """A red alert must ring in the middle of the night, and a yellow one of drones must not."""

    def __init__(self, tree: AreaTree, wording: Wording) -> None:
        self._tree = tree
        self._wording = wording

    def fault(self, now: datetime) -> str | None:
        """What went otherwise than it must, in plain English, or None (`now` aware UTC)."""
        for level, kind, wanted in _SHOWN:
            for language in LANGUAGES:
                found = self._fault_of(level, kind, wanted, language, now)
                if found:
                    return f"{level} {kind} in {language}: {found}"
        return None

    def _fault_of(self, level: Level, kind: ThreatKind, wanted: Sound, language: str, now: datetime) -> str | None:
        area = _AREA
        shown = (Observation(area, AlertKind.AIR_RAID, level, now, (Threat(kind),)),)
        state, _ = advance(State(), Answer(_MADE, now, shown, now), now)
        covering = covering_alerts(by_area(state.alerts.values()), self._tree, area, Nearness.OWN)
        _, transition = follow(None, covering, now, area=area, nearness=Nearness.OWN)
        if transition is None:
            return "no start"
        cohort = Cohort(language, QuietHours(_ALWAYS, Mode.GRAVE), area, "")
        decision = decide(transition, cohort, now)
        if decision.sound is not wanted:
            return f"would be {decision.sound}"
        outgoing = self._wording.outgoing(of_alert(transition), cohort, decision.sound, decision.reason, now)
        fault = refuse(outgoing)
        return f"Telegram would refuse it: {fault}" if fault else None
