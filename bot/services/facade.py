"""The use cases that conversations may call, in one typed value."""

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.services.announcements import Announcements
from bot.services.answers import Answers
from bot.services.attention import Attention
from bot.services.bags import Bags
from bot.services.channels import Channels
from bot.services.charts import Charts
from bot.services.circles import Circles
from bot.services.cockpit import Cockpit
from bot.services.digests import Digests
from bot.services.editing import Editing
from bot.services.estimates import Estimates
from bot.services.false_alarms import FalseAlarms
from bot.services.feeds import Feeds
from bot.services.guide import Guide
from bot.services.maps import Maps
from bot.services.own_name import OwnName
from bot.services.pauses import Pauses
from bot.services.privacy import Privacy
from bot.services.seals import Seals
from bot.services.shelf import Shelf
from bot.services.shelter_flags import ShelterFlags
from bot.services.shelters import Shelters
from bot.services.statistics import Statistics
from bot.services.status import Statuses
from bot.services.subscriptions import Subscriptions
from bot.services.whereabouts import Whereabouts
from bot.services.why import Reasons
from bot.services.wording import Wording

Transaction: TypeAlias = AsyncConnection


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a handler may ask for."""

    subscriptions: Subscriptions
    attention: Attention
    statuses: Statuses
    answers: Answers
    digests: Digests
    estimates: Estimates
    reasons: Reasons
    wording: Wording
    seals: Seals
    cards: Cards
    guide: Guide
    shelters: Shelters
    flags: ShelterFlags
    whereabouts: Whereabouts
    circles: Circles
    bags: Bags
    own_name: OwnName
    tree: AreaTree
    editing: Editing
    feeds: Feeds
    shelf: Shelf
    channels: Channels
    pauses: Pauses
    announcements: Announcements
    false_alarms: FalseAlarms
    cockpit: Cockpit
    statistics: Statistics
    charts: Charts
    maps: Maps
    privacy: Privacy
    editors: frozenset[int] = frozenset()
