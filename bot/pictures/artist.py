"""Has pictures drawn beside the loop, one at a time, so that no chat waits for the picture of another."""

import asyncio
from pathlib import Path

from font_manrope import font_directory

from bot.domain.drawings import Drawing
from bot.errors import PictureError
from bot.pictures.drawing import drawn

#: Manrope by Mikhail Sharanda (SIL Open Font License 1.1), from the package that carries it.
FONTS = Path(font_directory)


class Artist:
    """Draws in a thread; why in no process of its own: docs/decisions/0025."""

    def __init__(self, fonts: Path = FONTS) -> None:
        self._fonts = fonts
        # Two at once would take the interpreter from the loop for twice as long, and be done no sooner.
        self._one_at_a_time = asyncio.Lock()

    async def draw(self, drawing: Drawing) -> bytes:
        """The picture as a PNG. Raises PictureError where it did not come about."""
        async with self._one_at_a_time:
            try:
                return await asyncio.to_thread(drawn, drawing, self._fonts)
            except (OSError, ValueError, MemoryError) as error:
                raise PictureError(type(error).__name__) from error
