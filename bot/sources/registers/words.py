"""Reads the words of registers, which were typed by thousands of hands: what is not plain is not known."""

import re
from collections.abc import Sequence

from bot.domain.shelters.shelter import Access, ShelterKind, StepFree
from bot.sources.registers.account import Account, Mended

#: Ukrainian numbers as people type them: +38 (057) 700-00-00, 0577000000, 067 123 45 67.
_PHONE = re.compile(r"(?<![\d.])(?:\+?3?8[\s(-]*)?\(?0\d{2}\)?[\s-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")

#: In this order: "споруда подвійного призначення із захисними властивостями сховища" is of dual purpose.
_KINDS: Sequence[tuple[str, ShelterKind]] = (
    ("метро", ShelterKind.METRO),
    ("подвійн", ShelterKind.DUAL),
    ("протирадіац", ShelterKind.RADIATION),
    ("найпростіш", ShelterKind.SIMPLE),
    ("первинн", ShelterKind.MOBILE),
    ("мобільн", ShelterKind.MOBILE),
    ("швидкоспоруджуван", ShelterKind.HERMETIC),
    ("сховищ", ShelterKind.HERMETIC),
    ("bomb_shelter", ShelterKind.UNKNOWN),
)
_ACCESS: Sequence[tuple[str, Access]] = (
    ("не забезпечен", Access.NOT_ENSURED),
    ("постійно", Access.ALWAYS),
    ("цілодобов", Access.ALWAYS),
    ("24/7", Access.ALWAYS),
    ("оповіщен", Access.ALARM),
    ("тривог", Access.ALARM),
    ("працівник", Access.STAFF),
    ("учасник", Access.STAFF),
    ("робоч", Access.WORK_HOURS),
)
_YES = frozenset(
    {"так", "є", "наявний", "наявна", "наявність", "забезпечено", "доступно", "+", "1", "yes", "true", "так є"}
)
_NO = frozenset(
    {"ні", "нема", "немає", "відсутній", "відсутня", "не забезпечено", "недоступно", "-", "0", "no", "false"}
)


def kind_of(*said: str) -> ShelterKind:
    """The first kind that any of the words names."""
    text = " ".join(said).casefold()
    return next((kind for word, kind in _KINDS if word in text), ShelterKind.UNKNOWN)


def access_of(said: str) -> Access:
    text = said.casefold()
    return next((access for word, access in _ACCESS if word in text), Access.UNKNOWN)


def step_free_of(said: str) -> StepFree:
    """Yes or no only for plain words: "partly", a comment or a phone number in the column is not known."""
    word = " ".join(said.casefold().strip(" .,;!").split())
    if word in _YES or word.startswith(("забезпечено", "так,")):
        return StepFree.YES
    return StepFree.NO if word in _NO or word.startswith(("не забезпечено", "ні,")) else StepFree.UNKNOWN


def public(said: object, account: Account) -> str:
    """A text on one line without phone numbers."""
    text = "" if said is None else " ".join(str(said).split())
    if text.casefold() in ("null", "none", "-", "відсутній"):
        return ""
    without, count = _PHONE.subn("", text)
    if count:
        account.mended[Mended.PHONE] += 1
    return " ".join(without.replace("()", "").split()).strip(" ,;")


def capacity_of(said: object) -> int | None:
    """People, where it is a whole number that can be believed."""
    digits = str(said).strip().removesuffix(".0") if said is not None else ""
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < int(digits) < 100_000 else None
