"""Headlines of feeds: published by others and reviewed by nobody here, so shown as links and never as facts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Headline:
    """One entry of a feed as plain words; `id` is made of its address, `published` aware UTC where it is given."""

    id: str
    title: str
    address: str
    outlet: str
    summary: str = ""
    published: datetime | None = None
