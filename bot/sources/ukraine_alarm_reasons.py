"""The reasons that ukrainealarm writes in Ukrainian, kept apart because they are read from a source, never shown."""

import re

from bot.domain.alerts import Level, Threat, ThreatKind, gravest_level

#: The threats that a reason names, each with the mildest level that the words allow: the four names of the Cabinet's
#: resolution 1092 (6 September 2026), and "небезпека", as the same threat is called on its yellow level.
THREATS = {
    "дронова загроза": ((ThreatKind.DRONES, Level.YELLOW),),
    "дронова небезпека": ((ThreatKind.DRONES, Level.YELLOW),),
    "масована дронова загроза": ((ThreatKind.DRONES, Level.RED),),
    "ракетна загроза": ((ThreatKind.UNSPECIFIED_MISSILES, Level.RED),),
    "ракетно-дронова загроза": ((ThreatKind.UNSPECIFIED_MISSILES, Level.RED), (ThreatKind.DRONES, Level.YELLOW)),
}
#: As in "Дронова загроза (жовтий рівень)".
SHAPE = re.compile(r"(?P<threat>.*?)(?: ?\((?P<level>жовтий|червоний) рівень\))?")
LEVELS = {None: Level.YELLOW, "жовтий": Level.YELLOW, "червоний": Level.RED}
DASHES = str.maketrans("‐‑–—", "----")


def threats_in(reason: str, level: Level) -> tuple[Threat, ...] | None:
    """What a reason names at its alert's `level`, never milder than its own words; None where it is not known."""
    written = SHAPE.fullmatch(" ".join(reason.casefold().translate(DASHES).split()))
    named = THREATS.get(written["threat"]) if written else None
    if written is None or named is None:
        return None
    spoken = LEVELS[written["level"]]
    return tuple(Threat(kind, gravest_level((level, spoken, mildest))) for kind, mildest in named)
