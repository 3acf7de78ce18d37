"""What operators tell people, in words that say whose they are."""

from bot.domain.episodes import Nearness
from bot.domain.operators import AnnouncementNotice, FalseAlarmNotice
from bot.services.hearing import Hearing, Lines
from bot.services.phrasing import escaped, fitting, joined
from bot.telegram.outgoing import Outgoing
from bot.texts import LANGUAGES


class OperatorLines(Lines):
    """Announcements and false alarms, as messages."""

    def word(self, word: AnnouncementNotice | FalseAlarmNotice, hearing: Hearing) -> Outgoing:
        if isinstance(word, AnnouncementNotice):
            return self.announcement(word, hearing)
        return self.false_alarm(word, hearing)

    def announcement(self, announced: AnnouncementNotice, hearing: Hearing) -> Outgoing:
        """In the reader's language, or in the one that there is."""
        known = announced.text.get(hearing.language) or next(
            text for language in LANGUAGES if (text := announced.text.get(language))
        )
        return Outgoing(joined("\n", (self.say(hearing, "announcement-first"), escaped(known))))

    def false_alarm(self, false: FalseAlarmNotice, hearing: Hearing) -> Outgoing:
        area = self.phrasing.area(hearing.language, false.area)
        # Around a city it was the raion's, and the city itself may have an alert of its own.
        own = false.episode.nearness is Nearness.OWN
        firsts = (
            self.say(hearing, "false-alarm-first", place=place)
            for place in self.places(false.episode.area if own else false.area, hearing)
        )
        body = self.say(hearing, "false-alarm-body", area=area, since=self.moment(false.since, hearing))
        state = self.say(
            hearing,
            "false-alarm-state",
            still="yes" if false.still else "no",
            time=self.moment(false.said_at, hearing),
        )
        return Outgoing(joined("\n", (fitting(hearing.language, firsts), body, state)))
