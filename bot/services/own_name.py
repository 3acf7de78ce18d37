"""The bot's own name at Telegram, which a link to it needs: asked once, when somebody wants such a link."""

from collections.abc import Awaitable, Callable

from bot.errors import FindFirst


class OwnName:
    """Asks Telegram, outside of any transaction, and remembers the answer for as long as the program runs."""

    def __init__(self, ask: Callable[[], Awaitable[str | None]]) -> None:
        self._ask = ask
        self._name: str | None = None
        self._failed = False

    def get(self) -> str | None:
        """The username; None where Telegram did not tell it just now. Raises FindFirst before it was asked."""
        if self._name is None and not self._failed:
            raise FindFirst(self._find)
        # The next one who wants it asks anew.
        self._failed = False
        return self._name

    async def _find(self) -> None:
        self._name = await self._ask()
        self._failed = self._name is None
