"""Reads a question word by word into its slots: what is asked, of where and when, and what must be accounted for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bot.domain.counting import counts_arms, units_of
from bot.domain.gazetteer import Gazetteer, Place
from bot.domain.intents import asked_alone, intent_of
from bot.domain.lexicon import Lexicon, Word, tokens
from bot.domain.phrases.keyboards import as_meant
from bot.domain.questions import (
    ARMS,
    AROUND,
    ASKS_FOR_A_NUMBER,
    CARDINALS,
    COUNTED,
    HARM,
    MONTHS,
    PREDICATES,
    STRUCTURE,
    TIMES,
    WHEREABOUTS,
    Intent,
    Question,
)
from bot.domain.roles import Roles
from bot.domain.spelling import Corrector

#: So many letters a kind form of a first name has of it.
_KIND_NAME = 4
#: By this word it is told who said it.
_HEARSAY_WITHIN = 5
#: What beside a name may stand before it: "my mother calls and asks".
_TELLING = frozenset({"self", "own", "call", "since", "of_me", "of_what", "be", "scope", *WHEREABOUTS})
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")


class Reader:
    """Understands questions with the lists, the places and the words of the reports at hand."""

    def __init__(
        self,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
        corrector: Corrector,
        names: frozenset[tuple[str, str]],
        roles: Roles,
    ) -> None:
        """`names` are the stems of neighbouring words of speakers' names, of which one may be a town's too."""
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._corrector = corrector
        self._names = names
        self._roles = roles

    def as_meant(self, text: str) -> str:
        """The text with another keyboard layout or Latin letters turned back."""
        return as_meant(text, self._is_known)

    def understand(self, text: str) -> Question:
        """The question slot by slot; never fails."""
        text = self.as_meant(text)
        read, places = self._read(self._corrected(self._spelt_out(text)))
        words = tuple(_only_a_link(word) if at > 1 else word for at, word in enumerate(_without_hearsay(read)))
        words = _with_names_asked(_with_houses_damaged(words))
        concepts = frozenset(concept for word in words for concept in word.concepts)
        claiming = tuple(at for at in range(len(words)) if _claims_something(words, at))
        content = tuple(words[at] for at in claiming)
        alone = asked_alone(words, asks="?" in text)
        intent, subject = (Intent.FUNCTION, alone) if alone else intent_of(concepts, content, places)
        return Question(
            text=text,
            intent=intent,
            subject=subject,
            content=content,
            words=words,
            concepts=concepts,
            predicates=concepts & PREDICATES,
            places=places,
            times=tuple(word for word in words if word.concepts & TIMES and not _is_a_habit(word, concepts)),
            counts=bool(concepts & ASKS_FOR_A_NUMBER),
            units=() if counts_arms(words) else units_of(words),
            either=tuple(_alternatives(words, claiming)),
        )

    def _spelt_out(self, text: str) -> tuple[str, ...]:
        return self._lexicon.closed(self._lexicon.spelt_out(tokens(_MARKUP.sub(" ", text))))

    def _is_known(self, word: str) -> bool:
        typed = self._lexicon.spelt_out((word,))
        if all(self._corrector.is_spelt_right(one) or self._lexicon.is_a_word(one) for one in typed):
            return True
        return bool(self._roles.of(typed)) or self._gazetteer.find(typed, 0) is not None

    def _corrected(self, typed: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        at = 0
        while at < len(typed):
            place = self._gazetteer.find(typed, at)
            length = place[0] if place else 1
            found += typed[at : at + length] if place else self._called(typed, at) or self._corrected_word(typed[at])
            at += length
        return tuple(found)

    def _called(self, typed: Sequence[str], at: int) -> tuple[str, ...]:
        """The first name that is meant before a surname by a shorter or kinder form of it: "Vlad Spodyrev"."""
        surname = typed[at + 1] if at + 1 < len(typed) else ""
        of_it = (first for first, last in self._names if surname.startswith(last))
        return next(((first,) for first in of_it if _shares_beginning(typed[at], first)), ())

    def _corrected_word(self, word: str) -> tuple[str, ...]:
        if self._corrector.is_spelt_right(word):
            return (word,)
        corrected = self._corrector.correct(word)
        parts = tuple(word.split("-"))
        # A "student-lawyer" that no list has is both.
        is_of_several = corrected is None and len(parts) > 1 and all(parts)
        return self._lexicon.spelt_out(parts) if is_of_several else (corrected or word,)

    def _read(self, typed: tuple[str, ...]) -> tuple[tuple[Word, ...], tuple[Place, ...]]:
        words: list[Word] = []
        places: list[Place] = []
        begin = at = 0
        while at < len(typed):
            found = None if self._is_first_name(typed, at) else self._gazetteer.find(typed, at)
            if found is None:
                at += 1
                continue
            words += self._lexicon.group(typed[begin:at])
            length, place = found
            places.append(place)
            words += [
                Word(part, frozenset({self._lexicon.stem(part), part_of_a_name(part)})) for part in self._telling(place)
            ]
            at += length
            # "The Saltivka district" is Saltivka: the word after a name counts no districts.
            at += bool(place.parts) and self._lexicon.means(typed[at : at + 1], "district")
            begin = at
        words += self._lexicon.group(typed[begin:])
        known = (replace(word, known=word.known or self._corrector.knows(word.typed)) for word in words)
        return tuple(map(_as_if_spelt_out, known)), self._narrowest(places)

    def _is_first_name(self, typed: tuple[str, ...], at: int) -> bool:
        """ "Volodymyr Zelenskyy" is no town."""
        return tuple(map(self._lexicon.stem, typed[at : at + 2])) in self._names

    def _telling(self, place: Place) -> tuple[str, ...]:
        """The words that tell one part of an area from another; "district" does not."""
        return tuple(part for part in place.parts if not self._lexicon.means((part,), "district"))

    def _narrowest(self, places: list[Place]) -> tuple[Place, ...]:
        """Without the areas that only say where another named one lies: "Kharkiv, Ukraine" is Kharkiv."""
        return tuple(
            place
            for place in places
            if not any(self._gazetteer.contains(place, other) for other in places if other is not place)
        )


def _as_if_spelt_out(word: Word) -> Word:
    """A small number in digits means the same as in letters. "1" may be the first of a month."""
    cardinal = f"c{word.typed}"
    is_small = word.typed.isdecimal() and word.typed != "1" and cardinal in CARDINALS
    return replace(word, concepts=word.concepts | {cardinal}) if is_small else word


def _without_hearsay(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without who somebody heard it from: "a passenger says four died"; whoever a report may quote stays."""
    at = next((at for at, word in enumerate(words[:_HEARSAY_WITHIN]) if "hearsay" in word.concepts), 0)
    before, after = words[:at], words[at + 1 :]
    told = [word for word in before if not word.generic]
    is_heard = any(map(_is_a_stranger, told)) and all(
        _is_a_stranger(word) or (word.concepts and word.concepts <= _TELLING) for word in told
    )
    return after if is_heard and after else words


def _with_houses_damaged(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """ "How many houses suffered": what is said of people and of things alike is no harm to people there; "how many in
    those houses" and "residents of the house" are people.
    """
    of_houses = (
        after.concepts & {"house", "building", "high_rise"} and not (word.generic or "scope" in word.concepts)
        for word, after in pairwise(words)
    )
    if not any(of_houses):
        return words
    return tuple(
        replace(word, concepts=word.concepts - HARM | {"damaged"}) if "affected" in word.concepts else word
        for word in words
    )


def _with_names_asked(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """ "What is the stadium called" asks for its name, and not for what anybody called it."""
    is_asked = bool(words) and words[-1].typed == "called" and "be" in words[1 if len(words) > 1 else 0].concepts
    return (*words[:-1], replace(words[-1], concepts=frozenset({"name"}))) if is_asked else words


def _is_a_habit(time: Word, concepts: frozenset[str]) -> bool:
    """ "What do people do overnight": on any night, and not on this one."""
    return "night" in time.concepts and "does" in concepts


def _is_a_stranger(word: Word) -> bool:
    """Whom no report can mean: one of those around whoever asks, or a word that no list has."""
    return AROUND in word.concepts or not (word.concepts or word.known)


def _only_a_link(word: Word) -> Word:
    """Past its beginning, a question's "when" joins sentences and asks for no time."""
    return replace(word, concepts=frozenset({"link"})) if word.concepts == {"when"} else word


def _shares_beginning(called: str, name: str) -> bool:
    return called != name and called[:_KIND_NAME] == name[:_KIND_NAME] and len(called) >= _KIND_NAME


def part_of_a_name(word: str) -> str:
    """What the forms of a local name share: Saltivka, Saltivskyi."""
    return f"{word[:5]}..."


def _claims_something(words: tuple[Word, ...], at: int) -> bool:
    word = words[at]
    if word.generic:
        return False
    if "own" in word.concepts:
        # "Our city" is any; "our house" is one that no report tells of.
        return at + 1 < len(words) and not words[at + 1].generic
    if "onset" in word.concepts and any(other.concepts & {"who", "when"} for other in words):
        return True
    if _is_first_of_a_month(words, at):
        return False
    if _is_number(word):
        beside = words[max(at - 1, 0) : at + 2]
        is_year = word.typed.isdecimal() and len(word.typed) == 4
        return is_year or any(other.concepts & COUNTED for other in beside if other is not word)
    return not word.concepts or not word.concepts <= (STRUCTURE - {"urgent"}) | TIMES


def _alternatives(words: tuple[Word, ...], claiming: Sequence[int]) -> Iterator[tuple[Word, ...]]:
    """What stands on both sides of an "or", of the words at `claiming`: "a missile or a bomb", "a drone, a missile or a
    bomb".
    """
    for at in (at for at, word in enumerate(words) if "either" in word.concepts):
        before, after = [one for one in claiming if one < at], [one for one in claiming if one > at]
        if before and after:
            listed = list(takewhile(lambda one: words[one].concepts & ARMS, reversed(before)))
            yield *(words[one] for one in listed or before[-1:]), words[after[0]]


def _is_first_of_a_month(words: tuple[Word, ...], at: int) -> bool:
    """ "Since 1 September" is since its beginning; "on 1 September" is a day that has to be found."""
    before, after = words[max(at - 1, 0)], words[min(at + 1, len(words) - 1)]
    is_first = words[at].typed == "1" or "n1" in words[at].concepts
    return is_first and "since" in before.concepts and bool(after.concepts & set(MONTHS))


def _is_number(word: Word) -> bool:
    return word.typed.isdecimal() or bool(word.concepts & CARDINALS)
