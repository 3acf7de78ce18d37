"""What one answer must know that no transaction may wait for: asked between two tries, by what is asked."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeAlias, TypeVar

from bot.errors import FindFirst

#: What was found for one answer so far.
Seen: TypeAlias = dict[Hashable, Any]
Known = TypeVar("Known")


def known(seen: Seen, question: Hashable, ask: Callable[[], Awaitable[Known]]) -> Known:
    """The answer to a question. Raises FindFirst where it was not asked yet, which asks it."""

    async def find() -> None:
        seen[question] = await ask()

    if question not in seen:
        raise FindFirst(find)
    answer: Known = seen[question]
    return answer
