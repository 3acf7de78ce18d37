"""Which areas a written name means exactly, because a table that is read unattended must never be guessed at."""

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree, spelling


class AreaNames:
    """An index of every id and spelling of a tree; it knows no beginnings of words, unlike `AreaTree.find`."""

    def __init__(self, tree: AreaTree) -> None:
        self._tree = tree
        self._together: dict[tuple[str, ...], tuple[AreaId, ...]] = {}
        self._spelt: dict[str, tuple[AreaId, ...]] = {}
        for area in tree:
            for spelt in {spelling(name) for name in (*area.name.values(), *area.aliases)}:
                self._spelt[spelt] = (*self._spelt.get(spelt, ()), area.id)

    def named(self, text: str) -> tuple[AreaId, ...]:
        """Every area that has this id or exactly this name: none where it is unknown, several where it is ambiguous."""
        by_id = self._tree.canonical(text.strip())
        return (by_id,) if by_id in self._tree else self._spelt.get(spelling(text), ())

    def inside_each_other(self, names: tuple[str, ...]) -> tuple[AreaId, ...]:
        """The areas that are named together with those around them, in any order: the most local of each such group."""
        known = self._together.get(names)
        return self._together.setdefault(names, self._look_up(names)) if known is None else known

    def _look_up(self, names: tuple[str, ...]) -> tuple[AreaId, ...]:
        meant = [set(self.named(name)) for name in names]
        return tuple(
            area
            for area in sorted(set().union(*meant))
            if all(possible & self._known_around(area) for possible in meant)
        )

    def _known_around(self, area: AreaId) -> set[AreaId]:
        """The area, those above it, and the raion that a city with its own alert lies in by the law's map."""
        around = self._tree.around(area)
        return {*self._tree.covering(area), *((around,) if around else ())}
