"""Finds who says a sentence, and where: what nobody is named for is the reporter's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.domain.drafts.cues import Cues
from bot.domain.languages import Text
from bot.domain.lexicon import Lexicon, tokens
from bot.domain.reports import Speaker

# Latin and Ukrainian capitals.
_CAPITAL = r"A-Z\u0410-\u042f\u0406\u0407\u0404\u0490"
_NAME = re.compile(rf"[{_CAPITAL}][\w'’-]+(?:\s[{_CAPITAL}][\w'’-]+){{1,2}}")
_ALONE = re.compile(rf"\b[{_CAPITAL}][\w'’-]{{3,}}\b")
_AGE = re.compile(r",\s(\d{1,3}),")


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says it; `age` in years where the sentence gives it, `explicit` where this sentence itself names who."""

    speaker: Speaker
    age: int | None = None
    explicit: bool = False


class Listener:
    """Reads an article sentence by sentence and remembers who spoke last."""

    def __init__(self, lexicon: Lexicon, cues: Cues, known: Mapping[str, Speaker], reporter: Text) -> None:
        """`known`: speakers of earlier reports by the last word of each spelling of their name, without case."""
        self._lexicon = lexicon
        self._cues = cues
        self._known = dict(known)
        self._reporter = Speaker(reporter)
        self._last: Speaker | None = None

    def hear(self, text: str, *, quoted: bool) -> Saying:
        """Who says the sentence; a quotation without a name in it is of who was quoted last."""
        outside = _outside_quotes(text)
        marked = outside != text
        if quoted and not (marked and self._speaks(outside)):
            return Saying(self._last or self._reporter)
        named = self._full_name(outside) or self._surname(outside)
        if self._speaks(outside):
            return self._spoken(outside, named)
        # Who was named last is who "he added" means, whether or not this sentence says anything.
        self._last = named or self._last
        return Saying(self._reporter)

    def _speaks(self, text: str) -> bool:
        folded = text.casefold()
        return any(word in self._cues.verbs for word in tokens(text)) or any(
            one in folded for one in self._cues.according
        )

    def _spoken(self, text: str, named: Speaker | None) -> Saying:
        speaker = named or self._named_before_verb(text) or self._pointed_at(text) or self._by_role(text)
        channel = next((one for one in self._cues.channels if re.search(rf"\b{re.escape(one)}\b", text)), None)
        self._last = speaker
        age = _AGE.search(text)
        return Saying(replace(speaker, channel=channel), int(age[1]) if age else None, explicit=True)

    def _full_name(self, text: str) -> Speaker | None:
        for found in _NAME.finditer(text):
            words = found[0].replace("’s", "").split()
            if any(self._means_something(word) for word in words):
                continue
            key = words[-1].casefold()
            speaker = self._known.get(key) or Speaker(self._role_beside(text, found), {"*": " ".join(words)})
            self._known.setdefault(key, speaker)
            return speaker
        return None

    def _means_something(self, word: str) -> bool:
        """Whether a capitalised word is an ordinary one: a day, a role, the first of a sentence."""
        return self._lexicon.knows(word.casefold()) or word.casefold() in self._cues.pronouns

    def _role_beside(self, text: str, found: re.Match[str]) -> Text:
        """The role that stands right before the name or right after it; else only that they are quoted."""
        near = " ".join((text[: found.start()].split() or [""])[-3:] + text[found.end() :].split()[:8])
        return self._role(near) or self._cues.roles["someone"]

    def _role(self, text: str) -> Text | None:
        concepts = {concept for word in self._lexicon.read(text) for concept in word.concepts}
        return next((name for meaning, name in self._cues.roles.items() if meaning in concepts), None)

    def _surname(self, text: str) -> Speaker | None:
        names = (self._known.get(found[0].casefold().removesuffix("’s")) for found in _ALONE.finditer(text))
        return next((speaker for speaker in names if speaker), None)

    def _named_before_verb(self, text: str) -> Speaker | None:
        """A single name that stands right before the verb: "Zelenskyy added"."""
        words = text.split()
        for word, verb in pairwise(words):
            name = word.strip(",:")
            speaks = verb.strip(",:").casefold() in self._cues.verbs
            if speaks and _ALONE.fullmatch(name) and not self._means_something(name):
                return self._known.setdefault(name.casefold(), Speaker(self._cues.roles["someone"], {"*": name}))
        return None

    def _pointed_at(self, text: str) -> Speaker | None:
        """Whom "he" means, or "the student added": who goes on is who spoke."""
        words = tokens(text)
        goes_on = bool(set(words) & self._cues.goes_on) and self._role(text) is None
        return self._last if goes_on or set(words[:1]) & self._cues.pronouns else None

    def _by_role(self, text: str) -> Speaker:
        role = self._role(text)
        same = (one for one in self._known.values() if role and one.role == role)
        return next(same, Speaker(role or self._cues.roles["someone"]))


def without_names(text: str, cues: Cues) -> str:
    """The text without what looks like a person's full name: the first half of one can be a town's."""
    return _NAME.sub(lambda found: found[0] if found[0].casefold().endswith(cues.of_places) else " ", text)


def _outside_quotes(text: str) -> str:
    return re.sub(r"[“«\"][^”»\"]*(?:[”»\"]|$)", " ", text)
