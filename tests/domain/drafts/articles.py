"""Articles of invented outlets, as people paste them, and what takes them apart."""

from datetime import date
from functools import cache

from bot.domain.drafts.cues import Cues, joined_cues
from bot.domain.drafts.drafting import Draft, DraftClaim, Drafter
from tests.questions.shelf import kharkiv, vocabularies

#: A fixture: neither the outlet, nor the event, nor anybody in it exists.
ENGLISH = """Bombs fall on Lyman market, says fixture
Two guided bombs hit Kramatorsk on Monday morning, killing at least five people , officials said.
:
A market after the strike
Don’t miss…
“Another 17 are in hospital,” said Oleh Vyhadka, the mayor. “About 40 houses
were damaged.
“We will rebuild.”
He added on Telegram that more than 300 people had fled.
’s second-largest market lies just 12 miles from the border with – so close that sirens come late.
"""
UKRAINIAN = """Удар по ринку: що відомо
У понеділок по Краматорську вдарили двома керованими бомбами.
За словами міського голови Олега Вигадки, щонайменше п'ятеро людей загинули, ще 17 поранено.
«Пошкоджено близько 40 будинків, – написав він у Telegram. – Ми все відбудуємо».
Читайте також: інша новина
ДСНС повідомила, що в лікарнях 9 людей.
"""
KRAMATORSK = "375"
#: A Wednesday.
PUBLISHED = date(2026, 9, 23)


@cache
def cues() -> Cues:
    return joined_cues({one.language: one.drafting for one in vocabularies()})


def drafted(article: str, language: str = "en", published: date | None = None) -> Draft:
    shelf = kharkiv()
    return Drafter(shelf.lexicon, shelf.gazetteer, cues()).draft(article, language, published)


def claim_with(draft: Draft, words: str) -> DraftClaim:
    (found,) = (claim for claim in draft.claims if words in claim.sentence)
    return found
