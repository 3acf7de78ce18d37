"""Names as the authorities write them, in our manner and in Latin letters."""

import pytest

from bot.domain.areas import AreaLevel
from bot.domain.official_names import OfficialNames
from bot.official_names import load_official_names
from tests.content.places import OFFICIAL_NAMES, areas


@pytest.fixture(scope="module")
def official() -> OfficialNames:
    return load_official_names(OFFICIAL_NAMES)


def test_every_built_in_raion_and_hromada_has_the_english_name_that_the_rules_give(official: OfficialNames) -> None:
    made = (area for area in areas() if area.level in (AreaLevel.RAION, AreaLevel.HROMADA))

    assert not [area.name for area in made if official.read(area.name["uk"]).en != area.name["en"]]


@pytest.mark.parametrize(
    ("written", "uk", "en"),
    [
        ("м. Вінниця та Вінницька територіальна громада", "Вінниця", "Vinnytsia"),
        ("м. Макіївка та Макіївська міська громада", "Макіївка", "Makiivka"),
        ("м. Київ", "Київ", "Kyiv"),
        ("Липецька територіальна громада", "Липецька громада", "Lypetska Hromada"),
        ("Бойківська селищна громада", "Бойківська громада", "Boikivska Hromada"),
        ("Миколаївська сільська територіальна громада", "Миколаївська громада", "Mykolaivska Hromada"),
        ("Куп’янський  район", "Куп'янський район", "Kupianskyi Raion"),
        ("Харківська область", "Харківська область", "Kharkivska Oblast"),
        ("Невідомий край", "Невідомий край", "Nevidomyi krai"),
        ("район", "район", "raion"),
    ],
)
def test_a_written_name_becomes_what_people_say(official: OfficialNames, written: str, uk: str, en: str) -> None:
    read = official.read(written)

    assert (read.uk, read.en) == (uk, en)


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        # The examples of the resolution itself.
        ("Згорани", "Zghorany"),
        ("Розгон", "Rozghon"),
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Кадиївка", "Kadyivka"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Юрій", "Yurii"),
        ("Яготин", "Yahotyn"),
        ("Костянтин", "Kostiantyn"),
        ("Щербухи", "Shcherbukhy"),
        ("Знам'янка", "Znamianka"),
        ("Знам’янка", "Znamianka"),
        ("Русь", "Rus"),
        ("Ґалаґан", "Galagan"),
        ("Кам'янець-Яворівський", "Kamianets-Yavorivskyi"),
        ("Kharkiv 2", "Kharkiv 2"),
    ],
)
def test_letters_follow_the_resolution(official: OfficialNames, word: str, latin: str) -> None:
    assert official.read(word).en == latin


def test_people_find_it_by_its_official_name_and_by_the_usual_short_ones(official: OfficialNames) -> None:
    aliases = official.read("м. Вінниця та Вінницька територіальна громада").aliases

    assert {"Вінницька громада", "Вінницька ТГ", "м. Вінниця", "Vinnytska Hromada"} <= set(aliases)
