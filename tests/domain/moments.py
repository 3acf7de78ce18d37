"""Short spellings of moments and hours, so that tables of cases can be read as tables."""

from datetime import UTC, datetime, time


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def clock(text: str) -> time:
    return time.fromisoformat(text)
