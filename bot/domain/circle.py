"""The rules of a circle, people who agreed to check on each other: who may do and read what, when somebody is asked,
and what the others are told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.alerts import AreaId
from bot.domain.labels import alike, cleaned
from bot.domain.notices import CircleAskNotice, CircleStep, CircleWordNotice
from bot.domain.policy import Decision, Reason, Sound
from bot.domain.quiet import Mode, MuteKind, QuietHours, covers, next_edge

MEMBERS_AT_MOST = 12
#: Letters of a member's name.
NAME_AT_MOST = 24
INVITE_LASTS = timedelta(days=1)
#: Invitations of one circle that wait to be taken.
INVITES_AT_MOST = 5
#: Words, questions and what was told of them are forgotten after this.
FORGOTTEN_AFTER = timedelta(hours=24)
#: Nobody is asked more often, by whomever.
ASKED_AGAIN_AFTER = timedelta(minutes=30)
#: The same word is told to the others once in this time: a thumb that trembles must not ring twelve phones twice.
SAID_AGAIN_AFTER = timedelta(minutes=10)
#: Minutes after which the others may learn that there is no answer, as a member can choose them.
WAITS = (10, 20, 30, 60)
WAIT = 30


class Word(StrEnum):
    """What a member says with one tap."""

    SAFE = "safe"
    HELP = "help"


class Role(StrEnum):
    """What somebody is to one circle."""

    FOUNDER = "founder"
    MEMBER = "member"
    STRANGER = "stranger"


class Act(StrEnum):
    """What can be done with a circle; each is said of oneself, except where it says of whom."""

    #: See the names, the last words and who was asked.
    READ = "read"
    #: Be told what the others say, and that one of them does not answer.
    HEAR = "hear"
    SAY = "say"
    ASK_OTHERS = "ask_others"
    INVITE = "invite"
    RENAME = "rename"
    CHOOSE = "choose"
    LEAVE = "leave"
    REMOVE_OTHERS = "remove_others"


_MEMBERS = frozenset({Role.FOUNDER, Role.MEMBER})
#: Who may do what: a stranger nothing, by any way.
ALLOWED: Mapping[Act, frozenset[Role]] = {
    **dict.fromkeys(Act, _MEMBERS),
    Act.REMOVE_OTHERS: frozenset({Role.FOUNDER}),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a circle, by the id of their private chat, under the name that they chose; `wait` in minutes.

    `after_alerts`: asked after grave alerts; `in_quiet`: asked in their quiet hours too; `area` whose alerts are
    theirs (None: their first place). `word` was said at `word_at` (aware UTC).
    """

    person: int
    name: str
    founder: bool
    joined_at: datetime
    wait: int = WAIT
    after_alerts: bool = True
    in_quiet: bool = False
    area: AreaId | None = None
    word: Word | None = None
    word_at: datetime | None = None

    def said(self, now: datetime) -> Word | None:
        """The last word, while it is not to be forgotten (aware UTC)."""
        fresh = self.word_at is not None and now - self.word_at < FORGOTTEN_AFTER
        return self.word if fresh else None


@dataclass(frozen=True, slots=True)
class Circle:
    """The members in the order in which they joined."""

    id: int
    members: tuple[Member, ...]

    def member(self, person: int) -> Member | None:
        return next((one for one in self.members if one.person == person), None)

    def others(self, person: int) -> tuple[Member, ...]:
        return tuple(one for one in self.members if one.person != person)

    def role_of(self, person: int) -> Role:
        known = self.member(person)
        return Role.STRANGER if known is None else Role.FOUNDER if known.founder else Role.MEMBER

    def lets(self, person: int, act: Act) -> bool:
        return self.role_of(person) in ALLOWED[act]


@dataclass(frozen=True, slots=True)
class Ask:
    """The last time that a member was asked: `reached_at` when the question arrived, `told_at` when the others learnt
    that there was no answer (aware UTC).
    """

    person: int
    asked_at: datetime
    reached_at: datetime | None = None
    answered_at: datetime | None = None
    told_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.answered_at is None and now - self.asked_at < FORGOTTEN_AFTER

    def is_unanswered(self, wait: int, now: datetime) -> bool:
        """Whether the others are to be told now, once: what did not arrive cannot be answered."""
        due = self.reached_at is not None and now - self.reached_at >= timedelta(minutes=wait)
        return due and self.told_at is None and self.is_open(now)


class NameFault(StrEnum):
    """Why a name cannot be taken."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TAKEN = "taken"


def name_fault(name: str, circle: Circle, person: int) -> NameFault | None:
    """Two of one name would be taken for each other when it matters."""
    known = cleaned(name)
    if not known:
        return NameFault.EMPTY
    if len(known) > NAME_AT_MOST:
        return NameFault.TOO_LONG
    return NameFault.TAKEN if any(alike(known, one.name) for one in circle.others(person)) else None


def may_be_asked(last: Ask | None, now: datetime) -> bool:
    """Whether a question is not too soon after the one before (aware UTC)."""
    return last is None or now - last.asked_at >= ASKED_AGAIN_AFTER


def is_news(member: Member, word: Word, now: datetime) -> bool:
    """Whether the others are to be told: another word always, the same one not again at once."""
    again = member.said(now) is word and member.word_at is not None and now - member.word_at < SAID_AGAIN_AFTER
    return not again


def heir(members: Iterable[Member]) -> Member | None:
    """Who keeps the circle when its founder has left: whoever is in it longest."""
    return min(members, key=lambda one: (one.joined_at, one.person), default=None)


def decide_ask(ask: CircleAskNotice, quiet: QuietHours, mute: MuteKind | None, now: datetime) -> Decision:
    """A question waits for the end of quiet hours unless it is wanted in them. It rings by day where a person asks:
    after an alert the all clear has rung.
    """
    if now >= ask.until:
        return Decision(Sound.NONE, Reason.CIRCLE_OVER)
    edge = min(next_edge(quiet, now) or ask.until, ask.until)
    asleep = covers(quiet, now)
    if asleep and not ask.in_quiet:
        return Decision(Sound.HELD, Reason.CIRCLE_HELD, edge)
    rings = ask.asker is not None and not asleep and mute is None
    return Decision(Sound.LOUD if rings else Sound.SILENT, Reason.CIRCLE_ASKED, edge)


def decide_word(word: CircleWordNotice, quiet: QuietHours, mute: MuteKind | None, now: datetime) -> Decision:
    """Words come without sound, except a call for help: it rings as grave danger does."""
    if now >= word.until:
        return Decision(Sound.NONE, Reason.CIRCLE_OVER)
    edge = min(next_edge(quiet, now) or word.until, word.until)
    if word.step is not CircleStep.HELP:
        return Decision(Sound.SILENT, Reason.CIRCLE_WORD, edge)
    if mute is MuteKind.ALL:
        return Decision(Sound.SILENT, Reason.MUTED_ALL, edge)
    if covers(quiet, now) and quiet.mode is Mode.NOTHING:
        return Decision(Sound.SILENT, Reason.NOTHING_WAKES, edge)
    return Decision(Sound.LOUD, Reason.CIRCLE_HELP, edge)
