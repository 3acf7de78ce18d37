"""All conversations in one list: which command, button or words lead where."""

from dataclasses import dataclass

from handlers.admin import admin
from handlers.ask import ask
from handlers.attention import end, insist, up
from handlers.calm import calm
from handlers.channel import channel, forwarded
from handlers.circle import circle
from handlers.context import Handler
from handlers.digest import digest
from handlers.flags import flags
from handlers.gobag import gobag
from handlers.guide import guide
from handlers.help import help_, unknown
from handlers.here import located
from handlers.house import house
from handlers.language import language
from handlers.map import map_
from handlers.mute import mute
from handlers.now import now
from handlers.place import place
from handlers.privacy import export, forget, privacy
from handlers.quiet import quiet
from handlers.report import report
from handlers.sample import sample
from handlers.settings import settings
from handlers.shelter import shelter
from handlers.situation import situation
from handlers.start import start
from handlers.stats import stats
from handlers.taps import stale
from handlers.timezone import timezone
from handlers.why import why
from handlers.words import words


@dataclass(frozen=True, slots=True)
class Route:
    """One conversation. `setting` marks what only an admin may do in a group, `operators` what nobody else is told of;
    commands are names without the slash.
    """

    handler: Handler
    commands: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    setting: bool = False
    operators: bool = False


#: In the order in which Telegram's menu lists the commands.
ROUTES: tuple[Route, ...] = (
    Route(now, commands=("now", "status"), buttons=("now",)),
    Route(map_, commands=("map",), buttons=("map",)),
    Route(stats, commands=("stats",), buttons=("stats",)),
    Route(place, commands=("place",), buttons=("place",), setting=True),
    Route(quiet, commands=("quiet",), buttons=("quiet",), setting=True),
    Route(mute, commands=("mute",), buttons=("mute",), setting=True),
    Route(insist, commands=("insist",), buttons=("insist",), setting=True),
    Route(digest, commands=("digest",), buttons=("digest",), setting=True),
    Route(shelter, commands=("shelter",), buttons=("shelter",)),
    Route(house, commands=("house",), buttons=("house",), setting=True),
    Route(guide, commands=("guide",), buttons=("guide",)),
    Route(circle, commands=("circle",), buttons=("circle",)),
    Route(calm, commands=("calm",), buttons=("calm",)),
    Route(gobag, commands=("gobag",), buttons=("gobag",)),
    Route(situation, commands=("situation",), buttons=("situation",)),
    Route(ask, commands=("ask",), buttons=("ask",)),
    Route(report, commands=("report",), buttons=("report",)),
    Route(flags, commands=("flags",), buttons=("flags",)),
    Route(why, commands=("why",), buttons=("why",)),
    Route(sample, commands=("test",), buttons=("test",), setting=True),
    Route(settings, commands=("settings",), buttons=("settings",)),
    Route(language, commands=("language",), buttons=("language",), setting=True),
    Route(timezone, commands=("timezone", "zone"), buttons=("timezone",), setting=True),
    Route(start, commands=("start",)),
    Route(help_, commands=("help",), buttons=("help",)),
    Route(privacy, commands=("privacy",)),
    Route(admin, commands=("admin",), buttons=("admin",), operators=True),
    Route(channel, commands=("channel",), buttons=("channel",), operators=True),
    Route(export, commands=("export",), buttons=("export",), setting=True),
    Route(forget, commands=("forget",), buttons=("forget",), setting=True),
    Route(up, buttons=("up",)),
    Route(end, buttons=("end",), setting=True),
)

#: Free text, and messages without any.
WORDS: Handler = words
#: A place on the map.
LOCATED: Handler = located
#: A post of a channel that an operator passes on.
FORWARDED: Handler = forwarded
#: A command that does not exist.
UNKNOWN: Handler = unknown
#: A button that does not exist, any more or ever.
STALE: Handler = stale
