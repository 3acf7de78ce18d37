"""How far a shelter is for the people of a place, because the right thing to do in three minutes depends on it."""

from enum import StrEnum


class Reach(StrEnum):
    """What a person chose once, or never: what an alert says to do follows it, its sound does not."""

    UNSAID = "unsaid"
    #: A shelter in the building or within two minutes' walk.
    NEAR = "near"
    #: A shelter within ten minutes' walk, not within two.
    WALK = "walk"
    #: No shelter within ten minutes, or people who cannot go to one.
    STAY = "stay"
