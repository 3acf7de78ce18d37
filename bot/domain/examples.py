"""What a message most likely wants, learnt from sentences that people type: each group of letters speaks for what is
wanted where it is frequent (multinomial naive Bayes).

It chooses among things that we do, and never tells of events: whether a claim answers is decided word by word,
elsewhere.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy

_WORD = re.compile(r"[\w']+|\?")
_APOSTROPHES = str.maketrans("ʼ’‘`", "''''")
#: Groups of so many letters, word by word.
_GROUPS = (3, 4, 5)
#: How much a group of letters counts for what it was never seen with: tried on sets that had no part in the learning.
_SMOOTHING = 0.05
#: A group that one example alone has says nothing of others.
_AT_LEAST = 2


class Kind(StrEnum):
    """What kind of thing is wanted; EVENTS and NONE are nothing that we do by ourselves."""

    FUNCTION = "function"
    CARD = "card"
    TALK = "talk"
    FORBIDDEN = "forbidden"
    STATUS = "status"
    SAFETY = "safety"
    OVERVIEW = "overview"
    EVENTS = "events"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted: a kind, and by name which function, card, talk or forbidden thing."""

    kind: Kind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a message is like the examples of a target: of all targets' shares the sum is one."""

    target: Target
    share: float


_Vector: TypeAlias = "tuple[numpy.ndarray[Any, Any], numpy.ndarray[Any, Any]]"


class Examples:
    """The examples, learnt when the first message is compared (one to two seconds, some 40 MiB)."""

    def __init__(self, by_target: Mapping[Target, Sequence[str]]) -> None:
        self.by_target = by_target

    def likest(self, text: str) -> tuple[Likeness, ...]:
        """All targets, the likest first; none where not one group of letters was ever seen."""
        return self._learnt.likest(text)

    def learn(self) -> None:
        """Learns now, so that nobody waits for it."""
        _ = self._learnt

    @cached_property
    def _learnt(self) -> "_Learnt":
        return _Learnt(self.by_target)


class _Learnt:
    def __init__(self, by_target: Mapping[Target, Sequence[str]]) -> None:
        import numpy

        self._numpy = numpy
        self._targets = tuple(by_target)
        messages = sum(map(len, by_target.values()))
        # The groups of all messages at once would take a hundred megabytes: they are made twice.
        having: Counter[str] = Counter()
        for one in chain.from_iterable(by_target.values()):
            having.update(set(_groups(one)))
        self._numbers = {group: number for number, group in enumerate(_frequent(having))}
        rarity = (math.log((1 + messages) / (1 + having[group])) + 1 for group in self._numbers)
        self._rarity = numpy.fromiter(rarity, numpy.float32, len(self._numbers))
        del having
        speaks = numpy.full((len(self._numbers), len(self._targets)), _SMOOTHING, numpy.float32)
        for at, target in enumerate(by_target):
            for one in by_target[target]:
                numbers, weights = self._vector(Counter(_groups(one)))
                speaks[numbers, at] += weights
        speaks /= speaks.sum(axis=0)
        self._speaks = numpy.log(speaks, out=speaks)

    def likest(self, text: str) -> tuple[Likeness, ...]:
        numbers, weights = self._vector(Counter(_groups(text)))
        if not len(numbers):
            return ()
        # As if it were said at the length of an ordinary message: shares are to be compared between messages.
        speaks = weights @ self._speaks[numbers]
        shares = self._numpy.exp(speaks - speaks.max())
        shares /= shares.sum()
        best = self._numpy.argsort(-shares, kind="stable")
        return tuple(Likeness(self._targets[at], float(shares[at])) for at in best)

    def _vector(self, groups: Mapping[str, int]) -> _Vector:
        """The numbers of the groups that are known, and what each weighs: together one, whatever the length."""
        known = {self._numbers[group]: times for group, times in groups.items() if group in self._numbers}
        numbers = self._numpy.fromiter(known, self._numpy.int64, len(known))
        times = self._numpy.fromiter(known.values(), self._numpy.float32, len(known))
        weights = (1 + self._numpy.log(times)) * self._rarity[numbers]
        length = self._numpy.linalg.norm(weights)
        return numbers, weights / length if length else weights


def _frequent(having: Mapping[str, int]) -> Iterator[str]:
    return (group for group, messages in having.items() if messages >= _AT_LEAST)


def _groups(text: str) -> Iterator[str]:
    """Groups of letters, whole words, and pairs of words with the beginning and the end."""
    words = _WORD.findall(text.lower().translate(_APOSTROPHES))
    for word in words:
        padded = f" {word} "
        for size in _GROUPS:
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))
        yield f"={word}"
    yield from (f"{first}_{second}" for first, second in zip(("^", *words), (*words, "$"), strict=True))
