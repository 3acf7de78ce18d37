"""What is counted while the program runs, by whoever does it; each count belongs to one running core."""

from prometheus_client import Counter, Histogram

#: Seconds from an update's arrival to its answer's: people notice a second, and leave after ten.
_PATIENCE = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


def polls() -> Counter:
    """Answers of alert sources: `result` is `whole`, `part` (starts alone), or the kind of the error."""
    return Counter("tysha_polls", "Answers of alert sources.", ("source", "result"), registry=None)


def sends() -> Counter:
    """Notices handed to Telegram, by what became of them."""
    return Counter("tysha_sends", "Notices handed to Telegram, by outcome.", ("outcome",), registry=None)


def answers() -> Histogram:
    """How long people waited for an answer in chat."""
    what = "Seconds from an update's arrival until its answer was taken by Telegram."
    return Histogram("tysha_chat_seconds", what, buckets=_PATIENCE, registry=None)
