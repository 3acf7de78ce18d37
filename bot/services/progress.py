"""How long work says how far it is, without knowing who looks."""

from collections.abc import Callable
from typing import TypeAlias

#: Called now and then with how much is done, and of how much.
Progress: TypeAlias = Callable[[int, int], None]
