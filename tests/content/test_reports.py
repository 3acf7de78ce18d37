"""The first record as shipped: every fact of the reporting, with its speaker, bound and gaps, and nothing besides."""

from collections import Counter
from decimal import Decimal

import pytest

from bot.domain.reports import Basis, Bound, Claim, ClaimKind, Unit
from tests.content.places import areas, claim, report

#: Every number of the text, in its order there, with the claim that must carry it. Written by hand from the reporting.
FIGURES = [
    ("block-storeys", "5", Unit.STOREYS_DESTROYED, Bound.EXACTLY),
    ("block-storeys", "9", Unit.STOREYS_TOTAL, Bound.EXACTLY),
    ("four-districts", "4", Unit.DISTRICTS_HIT, Bound.EXACTLY),
    ("killed", "3", Unit.PEOPLE_KILLED, Bound.AT_LEAST),
    ("hospital", "36", Unit.PEOPLE_IN_HOSPITAL, Bound.EXACTLY),
    ("fourth-victim", "4", Unit.VICTIM_IN_COUNT, Bound.EXACTLY),
    ("third-hit", "3", Unit.DIRECT_HITS_HIGH_RISE, Bound.EXACTLY),
    ("third-hit", "2", Unit.WEEKS, Bound.EXACTLY),
    ("damaged-houses", "266", Unit.HOUSES_DAMAGED, Bound.EXACTLY),
    ("constant-threat", "2", Unit.CITY_RANK, Bound.EXACTLY),
    ("border", "19", Unit.MILES_TO_BORDER, Bound.EXACTLY),
    ("half-of-the-day", "20", Unit.AGE_YEARS, Bound.EXACTLY),
    ("half-of-the-day", "24", Unit.HOURS_IN_DAY, Bound.EXACTLY),
    ("half-of-the-day", "0.5", Unit.SHARE_OF_DAY, Bound.ABOUT),
]
#: Facts without a number: the claim, and the words that it cannot do without.
FACTS = [
    ("block-hit", "guided bomb", "керована бомба"),
    ("block-clearing", "dust", "пил"),
    ("four-districts", "daylight", "серед білого дня"),
    ("fourth-victim", "photographing", "фотографували"),
    ("who-was-killed", "bread factory", "хлібозаводу"),
    ("who-was-killed", "football stadium", "стадіону"),
    ("who-was-killed", "high-rise", "багатоповерхівки"),
    ("open-ground", "open ground", "відкриту місцевість"),
    ("constant-threat", "constant threat", "постійною загрозою"),
    ("missiles-before-sirens", "before the sirens", "раніше"),
    ("taped-windows", "taped", "стрічкою"),
    ("shrapnel-north", "shrapnel", "уламків"),
    ("un-plea", "all nations", "усі держави"),
    ("everyday-life", "ordinary people", "звичайних людей"),
    ("called-terrorist", "terrorist", "терористом"),
    ("stop-terror", "future", "майбутнє"),
    ("phones-silenced", "silenced at night", "на ніч"),
    ("no-longer-run", "no longer run", "не біжать"),
    ("almost-forget", "borsch", "борщу"),
    ("hard-to-shelter", "shelter", "укриття"),
    ("we-stand", "hopes", "сподівається"),
]
TEREKHOV = {"who-was-killed", "open-ground", "third-hit", "damaged-houses"}
ZELENSKYY = {"un-plea", "everyday-life", "called-terrorist", "stop-terror"}
SPODYREV = {"half-of-the-day", "hard-to-shelter", "we-stand"}
SEEN = {"block-hit", "block-storeys", "block-clearing", "fourth-victim", "taped-windows", "shrapnel-north"}


def every() -> list[pytest.ParameterSet]:
    return [pytest.param(claim, id=claim.id) for claim in report().claims]


def test_every_figure_of_the_text_stands_in_a_claim_and_no_other_does() -> None:
    carried = [(c.id, figure.value, figure.unit, figure.bound) for c in report().claims for figure in c.figures]

    assert Counter(carried) == Counter((one, Decimal(value), unit, bound) for one, value, unit, bound in FIGURES)


@pytest.mark.parametrize(("claim_id", "english", "ukrainian"), FACTS)
def test_every_other_fact_stands_in_a_claim(claim_id: str, english: str, ukrainian: str) -> None:
    assert english in claim(claim_id).text["en"].lower()
    assert ukrainian in claim(claim_id).text["uk"].lower()


def test_what_is_not_stated_is_not_filled_in() -> None:
    assert (report().title, report().address, report().published) == (None, None, None)
    assert all(c.when.resolved is None for c in report().claims)
    gaps = {c.id for c in report().claims if c.left_out}
    assert gaps == {"block-hit", "constant-threat", "border", "un-plea", "called-terrorist"}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_names_that_the_text_lacks_are_in_no_claim_about_them(language: str) -> None:
    lacking = " ".join(c.text[language] for c in report().claims if c.left_out and c.id != "block-hit")

    assert not [word for word in ("Ukrain", "Russia", "Украї", "Україн", "Росі", "росі") if word in lacking]


def test_weekdays_stay_as_said() -> None:
    said = {c.id: c.when.said for c in report().claims if c.when.said}

    assert said["four-districts"] == {"uk": "у вівторок", "en": "on Tuesday"}
    assert said["fourth-victim"] == {"uk": "у середу", "en": "on Wednesday"}


def test_every_claim_names_who_says_so() -> None:
    speakers = {c.id: c.speaker.name["en"] for c in report().claims if c.speaker.name}

    assert {one for one, name in speakers.items() if name == "Ihor Terekhov"} == TEREKHOV
    assert {one for one, name in speakers.items() if name == "Volodymyr Zelenskyy"} == ZELENSKYY
    assert {one for one, name in speakers.items() if name == "Vladyslav Spodyrev"} == SPODYREV
    assert claim("killed").speaker.role["en"] == claim("hospital").speaker.role["en"] == "the authorities"
    assert {claim(one).speaker.channel for one in TEREKHOV} == {"X"}


def test_what_the_reporter_saw_is_told_apart_from_what_was_said() -> None:
    assert {c.id for c in report().claims if c.basis is Basis.SEEN} == SEEN


def test_the_fourth_victim_updates_the_count_without_becoming_one() -> None:
    fourth = claim("fourth-victim")

    assert fourth.updates == "killed"
    assert fourth.kind is ClaimKind.KILLED
    assert fourth.event == claim("killed").event
    assert fourth.place.locality is not None
    assert fourth.place.locality["en"] == "Saltivka"
    assert Unit.PEOPLE_KILLED not in {figure.unit for figure in fourth.figures}


@pytest.mark.parametrize("a_claim", every())
def test_a_claim_is_short_and_can_be_found_in_both_languages(a_claim: Claim) -> None:
    for language in ("uk", "en"):
        assert 20 < len(a_claim.text[language]) <= 220
        assert len(set(a_claim.topics[language])) == len(a_claim.topics[language]) >= 6
    assert a_claim.place.area in {area.id for area in areas()}
