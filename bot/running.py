"""Keeps the program running: what every replica does, what the leader alone does, and an end within ten seconds."""

import asyncio
import gc
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.errors import NotLeading
from bot.leading import Leadership
from bot.posts import Posts
from bot.schedule import Step, wakes
from bot.services.incoming import Incoming
from bot.tasks import Supervisor, Work
from bot.telegram.polling import Poller
from bot.wiring import Core

#: How often (the bot's clock) a replica that does not lead looks for what others learnt: areas, reports, shelters.
FOLLOW = timedelta(minutes=1)
#: Real seconds that a source has to take note that we leave.
LEAVE_WITHIN = 2.0
#: Looks for what others brought in, or for what is too old: a look costs as much as an answer in a chat.
RARELY_DUE = frozenset({"areas", "reports", "feeds", "retention", "shelters", "outlines"})


@dataclass(frozen=True, slots=True)
class Conversing:
    """How people reach us: the inbox, what introduces us, and, where Telegram posts updates, who takes the posts."""

    incoming: Incoming
    introduce: Work
    posts: Posts | None = None


async def keep_running(core: Core, conversing: Conversing, speed: float, also: Mapping[str, Step]) -> None:
    """Starts every long task and waits for the end that a signal or a fault of the Bot API brings."""
    # What is there now stays to the end: to look through it for garbage would hold up everybody, 50 ms and more.
    gc.collect()
    gc.freeze()
    gc.enable()
    async with Supervisor() as supervisor:
        for end in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(end, supervisor.end)
        if conversing.posts:
            supervisor.start("answer", partial(core.loops.answer, conversing.incoming))
            supervisor.start("follow", partial(_follow, core))
        work = partial(_lead, core, conversing, speed, also)
        supervisor.start("lead", partial(core.leadership.run, work))
        try:
            await supervisor.wait()
        finally:
            if conversing.posts:
                conversing.posts.close()


async def _lead(core: Core, conversing: Conversing, speed: float, also: Mapping[str, Step]) -> None:
    """What one program alone may do. Raises NotLeading, and the TelegramError after which nothing can go on."""
    await core.areas.refresh()
    for source in core.sources:
        # What it answered to somebody who led before is not what we have written down.
        source.forget()
    steps = {name: _while_leading(core.leadership, step) for name, step in _looks(core, also).items()}
    try:
        async with Supervisor() as supervisor, wakes(steps, speed, RARELY_DUE):
            supervisor.start("introduce", conversing.introduce)
            supervisor.start("plan", core.loops.plan)
            supervisor.start("send", core.loops.send)
            supervisor.start("unwritten", core.unwritten.tell)
            supervisor.start("months", core.loops.fetch_months)
            for source in core.sources:
                webhook = core.webhook if core.webhook and core.webhook.source is source else None
                supervisor.start(f"watch {source.name}", partial(core.loops.watch, source, webhook, core.lists))
            if core.webhook:
                supervisor.start("webhook", core.webhook.keep)
            if core.telegram_webhook:
                supervisor.start("register", partial(core.telegram_webhook.register, core.bot))
            else:
                supervisor.start("answer", partial(core.loops.answer, conversing.incoming))
                # The newest task is ended first: nothing more is taken while what was taken is answered.
                supervisor.start("poll", Poller(core.bot, conversing.incoming.keep).run)
            await supervisor.wait()
    finally:
        if core.webhook:
            with suppress(TimeoutError):
                async with asyncio.timeout(LEAVE_WITHIN):
                    await core.webhook.leave()


def _looks(core: Core, also: Mapping[str, Step]) -> dict[str, Step]:
    return {
        "recaps": core.loops.look_for_recaps,
        "modes": core.loops.look_for_modes,
        "digests": core.loops.look_for_digests,
        "circles": core.loops.look_for_circles,
        "sight": core.loops.look_for_sight,
        "areas": core.lists.look,
        "reports": core.newsroom.look,
        "operators": core.control_room.look,
        "feeds": core.services.feeds.look,
        "retention": core.retention.look,
        "shelters": partial(core.services.shelters.refresh, core.database),
        "outlines": partial(core.services.whereabouts.refresh, core.database),
        **({"checkup": core.checkup.look} if core.checkup else {}),
        **also,
    }


def _while_leading(leadership: Leadership, step: Step) -> Step:
    async def look() -> None:
        if leadership.leads():
            # Whoever leads no more is told so elsewhere; the schedule would call it a fault.
            with suppress(NotLeading):
                await step()

    return look


async def _follow(core: Core) -> None:
    while True:
        await core.clock.sleep(FOLLOW)
        if not core.leadership.leads():
            await core.areas.load()
            await core.newsroom.follow()
            await core.services.shelters.refresh(core.database)
            await core.services.whereabouts.refresh(core.database)
