"""What somebody tells of themselves costs no answer, and what may say where or when is never left out."""

import pytest

from tests.questions.shelf import ask, claims_of


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("my neighbour says three people died on Tuesday, is that right", {"killed"}),
        ("our team is sending medical supplies. How many patients did the hospitals take in?", {"hospital"}),
        ("сестра на швидкій, скільки людей повезли в лікарні після тих ударів?", {"hospital"}),
        ("я за кермом, бо їду до мами. чи багато постраждалих?", {"hospital"}),
        ("Чоловік з фронту дзвонить і питає, скільки людей загинуло", {"killed", "fourth-victim"}),
        ("у мене кума там робить, чи загинув хтось з хлібзаводу", {"who-was-killed"}),
        ("a guest wonders how many miles it is from Kharkiv to the border", {"border"}),
        ("my cousins are in Kharkiv, how many died there?", {"killed", "fourth-victim"}),
        ("I'm a freelance reporter, which side of the city carries the worst shrapnel marks?", {"shrapnel-north"}),
        ("I am a student from Leeds, do locals still rush to shelter at every siren", {"no-longer-run"}),
        ("Добрий день, я журналістка. Скільки всього вбитих?", {"killed", "fourth-victim"}),
        ("How many died? How many were hurt?", {"killed", "fourth-victim", "hospital"}),
        ("Скільки загинуло? А поранених скільки?", {"killed", "fourth-victim", "hospital"}),
    ],
)
def test_what_somebody_tells_of_themselves_costs_no_answer(said: str, claims: set[str]) -> None:
    assert claims <= claims_of(ask(said))


@pytest.mark.parametrize(
    "said",
    [
        "At the market, how many died?",
        "на базарі, скільки загинуло",
        "In Odesa, how many died?",
        "My aunt lives in Odesa. How many died?",
        "My school was hit, how many were hurt?",
        "In our school, how many were hurt?",
        "У нашій школі, скільки поранених?",
        "Gymnasium five. How many died?",
        "Ринок. Скільки загинуло?",
        "I was at the market, how many died there?",
        "Я була на ринку, скільки там загинуло?",
        "How many died, at the market?",
        "How many died, I mean at the market?",
        "скільки загинуло, я про ринок",
        "Today. How many died?",
        "How many died, I ask for today",
        "how many died in total, my mother asks, since the war began",
        "my brother is in the army, how many soldiers died",
        "я вчителька, скільки дітей загинуло?",
        "я з хлібозаводу, скільки загинуло?",
        "I am at the bakery, how many died?",
    ],
)
def test_what_may_say_of_what_it_is_asked_is_never_left_out(said: str) -> None:
    assert not claims_of(ask(said))


@pytest.mark.parametrize(
    "said",
    [
        "How many houses were damaged, in Saltivka?",
        "How many houses were damaged? Tuesday?",
        "Saltivka: how many houses were damaged?",
        "Did they hit Saltivka? How many houses were damaged?",
        "Чи казав мер, що зруйновано п'ять поверхів?",
    ],
)
def test_parts_of_one_question_are_not_answered_apart(said: str) -> None:
    assert not claims_of(ask(said))


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("why were there not more victims, does the mayor say?", {"open-ground"}),
        ("чому не було більше жертв, що каже мер", {"open-ground"}),
        ("what are the rescuers doing at the bombed building", {"block-clearing"}),
        ("шо роблять рятувальники на розбитому будинку", {"block-clearing"}),
    ],
)
def test_an_event_is_known_to_its_own_claims(said: str, claims: set[str]) -> None:
    assert claims_of(ask(said)) == claims


@pytest.mark.parametrize("said", ["why were people killed?", "чому загинули люди", "why did so many people die"])
def test_how_many_died_is_no_reason(said: str) -> None:
    assert not claims_of(ask(said))
