"""Circles over real nights: asked after a grave alert that was told to be over, told once of no answer, forgotten after
a day.
"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.circle import FORGOTTEN_AFTER, Member, Word
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode
from bot.services.circles import Circles
from bot.store import circles as circle_store
from bot.store.tables import circle_asks, circle_notices, circles, notices, outbox
from tests.fixtures.world import KHARKIV, LVIV_OBLAST, NIGHT, Sender, World, ballistic, drones, kyiv  # noqa: F401

OLENA, PETRO = 1, 2
A_MINUTE = timedelta(minutes=1)
