"""Tells when a message goes on with the article before it: Telegram cuts what is long, channels post in instalments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.drafts.sentences import ARTICLE_AT_MOST

#: The instalments of one paste arrive together; a person who types has not finished a sentence by then.
GOES_ON_WITHIN = timedelta(seconds=20)
#: Telegram's apps cut a text of more than 4,096 characters at the last space or line before.
CUT_FROM = 3_500
#: An instalment that somebody cut by hand is at least so long; shorter words after an article are a question.
LONG_INSTALMENT = 500
#: Posts of one channel that were published further apart are two pieces of news.
POSTED_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Article:
    """What was pasted or forwarded for a draft, in instalments (moments aware UTC).

    `forwarded_at`: when the last instalment was first published, None for one that was pasted.
    """

    text: str
    parts: int
    last_at: datetime
    last_length: int
    forwarded_at: datetime | None = None

    @property
    def is_cut(self) -> bool:
        """Whether it is longer than what is read."""
        return len(self.text) > ARTICLE_AT_MOST


def first_part(text: str, at: datetime, forwarded_at: datetime | None) -> Article:
    """An article as far as it has come."""
    return Article(text, 1, at, len(text), forwarded_at)


def goes_on(article: Article, length: int, at: datetime, forwarded_at: datetime | None) -> bool:
    """Whether what came at a moment, of so many characters, is the article's next instalment."""
    if not timedelta(0) <= at - article.last_at <= GOES_ON_WITHIN:
        return False
    if forwarded_at is not None and article.forwarded_at is not None:
        return abs(forwarded_at - article.forwarded_at) <= POSTED_WITHIN
    pasted = forwarded_at is None and article.forwarded_at is None
    return pasted and (article.last_length >= CUT_FROM or length > LONG_INSTALMENT)


def joined(article: Article, text: str, at: datetime, forwarded_at: datetime | None) -> Article:
    """The article with its next instalment; what a cut tore apart within a line is one sentence again."""
    torn = article.forwarded_at is None and not article.text.rstrip().endswith((".", "!", "?", "…", "”", "»"))
    whole = f"{article.text.rstrip()}{' ' if torn else chr(10)}{text.lstrip()}"
    # Longer than what is read by one letter is enough to know that it was cut.
    return Article(whole[: ARTICLE_AT_MOST + 1], article.parts + 1, at, len(text), forwarded_at)
