"""Frames of words around whatever somebody asks for: "what should ... do", "куди ... бігти"."""

from dataclasses import dataclass

#: More words than this inside a frame are a sentence of their own.
MOST_INSIDE = 4
_GAP = "…"


@dataclass(frozen=True, slots=True)
class Frame:
    """The words before and after a gap, and those that stand for both together."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    meant: tuple[str, ...]

    def length(self, typed: tuple[str, ...]) -> int:
        """How many words the frame takes with what is inside, where the text begins with it; else 0."""
        if typed[: len(self.before)] != self.before:
            return 0
        first = len(self.before) + 1
        for end in range(first, first + MOST_INSIDE):
            if typed[end : end + len(self.after)] == self.after:
                return end + len(self.after)
        return 0


def frame(shape: str, meant: str) -> Frame:
    """A frame as the lists write it: "what should … do"."""
    before, _, after = shape.partition(_GAP)
    return Frame(tuple(before.split()), tuple(after.split()), tuple(meant.split()))
