"""The first line of an alert, which is all that a lock screen shows: what, where, and what to do."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.alerts import Band, Gravity, Threat, ThreatKind, TransitionKind, band_of_threat
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.policy import Reason
from bot.services.hearing import NOTHING, Also, Hearing, Lines
from bot.services.phrasing import by_danger, fitting, joined
from bot.texts import Html


class FirstLines(Lines):
    """First lines, each with the lines for those places of the same message that it does not name."""

    def headline(
        self, transition: PlaceTransition, hearing: Hearing, tails: tuple[str, ...], line: Callable[[Html, str], Html]
    ) -> tuple[Html, tuple[Html, ...]]:
        """The best first line that fits, and lines for the other places of the message that it does not name."""
        alike = tuple(one for one in hearing.also if _are_alike(one.transition, transition))
        wheres = [(where, True) for where in self.wheres(transition.episode, hearing, alike)] if alike else []
        wheres += [(where, False) for where in self.wheres(transition.episode, hearing)]
        names_all: dict[Html, bool] = {}
        for where, all_named in wheres:
            for tail in tails:
                names_all.setdefault(line(where, tail), all_named)
        for where, all_named in wheres:
            names_all.setdefault(line(where, "none"), all_named)
        first = fitting(hearing.language, names_all)
        same = NOTHING if names_all[first] or not alike else self._alike(alike, hearing)
        others = (self._briefly(one, hearing) for one in hearing.also if one not in alike)
        return first, (same, *others)

    def _alike(self, alike: tuple[Also, ...], hearing: Hearing) -> Html:
        each = (self.places(one.cohort.area, replace(hearing, cohort=one.cohort))[0] for one in alike)
        return self.say(hearing, "also-alike", places=joined(", ", each))

    def _briefly(self, one: Also, hearing: Hearing) -> Html:
        """One place of several, in one line."""
        transition, its = one.transition, replace(hearing, cohort=one.cohort, also=())
        if transition.kind.is_danger:
            return self.alert_line(transition, its, self.what(transition, its), ())[0]
        if transition.kind.is_over and transition.inside:
            return self.end_line(transition, its)[0]
        if transition.kind.is_over:
            return self.say(
                its, "end-also", first=self.end_line(transition, its)[0], lasted=self.lasted(transition, its)
            )
        return self.alert_line(transition, its, self.still(transition.episode, its), ())[0]

    def alert_line(
        self, transition: PlaceTransition, hearing: Hearing, what: Html, tails: tuple[str, ...]
    ) -> tuple[Html, tuple[Html, ...]]:
        mark = transition.episode.gravity.value

        def line(where: Html, tail: str) -> Html:
            return self.say(hearing, "alert-first-line", mark=mark, what=what, where=where, tail=tail)

        return self.headline(transition, hearing, tails, line)

    def alarm(self, transition: PlaceTransition, hearing: Hearing) -> tuple[Html, tuple[Html, ...]]:
        tails = self._tails(transition.episode, hearing)
        if transition.kind is TransitionKind.ESCALATED:
            tails = tails[1:]
        return self.alert_line(transition, hearing, self.what(transition, hearing), tails)

    def what(self, transition: PlaceTransition, hearing: Hearing) -> Html:
        escalated = transition.kind is TransitionKind.ESCALATED
        return (self._worse if escalated else self._begins)(transition.episode, hearing)

    def _begins(self, episode: Episode, hearing: Hearing) -> Html:
        worst = _worst(episode.threats)
        if hearing.reason == Reason.FLAPPING:
            return self.say(hearing, "what-again", named="yes" if worst else "no")
        if worst is None and episode.gravity is Gravity.GUARDED:
            return self.say(hearing, "what-unnamed")
        if worst is ThreatKind.DRONES and episode.gravity is Gravity.GRAVE:
            return self.say(hearing, "what-danger", threat=self.phrasing.threat(hearing.language, worst))
        return self.say(hearing, "threat-heading", threat=(worst or ThreatKind.UNKNOWN).value)

    def _worse(self, episode: Episode, hearing: Hearing) -> Html:
        worst = _worst(episode.threats) or ThreatKind.UNKNOWN
        change = "too" if len(episode.threats) > 1 else "only"
        if band_of_threat(worst) is Band.TENS_OF_MINUTES:
            change = "level"
        return self.say(hearing, "what-worse", change=change, threat=self.phrasing.threat(hearing.language, worst))

    def _tails(self, episode: Episode, hearing: Hearing) -> tuple[str, ...]:
        """What the first line may end with, longest first."""
        if not hearing.is_loud and episode.gravity is Gravity.GUARDED:
            quietly = self.say(hearing, "sent-quietly")
            return quietly, quietly
        band = episode.band.value
        return self.say(hearing, "action-first", band=band), self.say(hearing, "action-short", band=band)

    def still(self, episode: Episode, hearing: Hearing) -> Html:
        worst = _worst(episode.threats)
        if worst is None and episode.gravity is Gravity.GRAVE:
            worst = ThreatKind.UNKNOWN
        named = self.phrasing.threat(hearing.language, worst) if worst else NOTHING
        return self.say(hearing, "what-still", named="yes" if worst else "no", threat=named)

    def wheres(self, episode: Episode, hearing: Hearing, also: tuple[Also, ...] = ()) -> tuple[Html, ...]:
        """The place, and those of `also`, with and without what can be spared."""
        language, area = hearing.language, episode.area
        bare = self.phrasing.area(language, area)
        if episode.nearness is Nearness.AROUND:
            names = {"place": bare, "around": self.phrasing.around(language, area)}
            nearnesses = ("around", "around-short")
            return tuple(self.say(hearing, "alert-where", nearness=nearness, **names) for nearness in nearnesses)
        each = [self.places(area, hearing)]
        each += [self.places(one.cohort.area, replace(hearing, cohort=one.cohort)) for one in also]
        places = (joined(", ", (names[0] for names in each)), joined(", ", (names[-1] for names in each)))
        return tuple(
            self.say(hearing, "alert-where", nearness="own", place=place, around="") for place in dict.fromkeys(places)
        )

    def end_line(self, transition: PlaceTransition, hearing: Hearing) -> tuple[Html, tuple[Html, ...]]:
        time = self.moment(transition.at, hearing)

        def line(where: Html, _tail: str) -> Html:
            return self.say(hearing, "end-first", kind=end_kind(transition), where=where, time=time)

        return self.headline(transition, hearing, (), line)

    def lasted(self, transition: PlaceTransition, hearing: Hearing) -> Html:
        return self.phrasing.duration(hearing.language, transition.at - transition.episode.started_at)


def _are_alike(one: PlaceTransition, other: PlaceTransition) -> bool:
    """Whether one first line says what happened at both places."""

    def told(transition: PlaceTransition) -> tuple[object, ...]:
        episode = transition.episode
        threats = {threat.kind for threat in (*episode.threats, *transition.over)}
        began_at = episode.started_at.replace(second=0, microsecond=0)
        kind = end_kind(transition) if transition.kind.is_over else transition.kind.value
        return kind, episode.nearness, episode.gravity, episode.band, threats, began_at

    return told(one) == told(other) and one.episode.nearness is Nearness.OWN


def _worst(threats: tuple[Threat, ...]) -> ThreatKind | None:
    return by_danger(threats)[0].kind if threats else None


def end_kind(transition: PlaceTransition) -> str:
    """How an end is called: it is no all clear for a place in whose parts alerts go on."""
    if transition.kind is TransitionKind.WITHDRAWN:
        return "withdrawn"
    if not transition.inside:
        return "ended"
    grave = any(part.gravity is Gravity.GRAVE for part in transition.inside)
    return "parts-grave" if grave else "parts"
