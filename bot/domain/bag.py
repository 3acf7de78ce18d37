"""What belongs into a go-bag, each thing once, in the order of the card that names its source."""

from enum import StrEnum

#: The guidance card whose list this is; its sources and the day on which they were read are told with it.
CARD = "bag"


class Item(StrEnum):
    """One thing to tick."""

    BACKPACK = "backpack"
    PAPERS = "papers"
    CASH = "cash"
    KEYS = "keys"
    MEDICINE = "medicine"
    FIRST_AID = "first_aid"
    TORCH = "torch"
    POWER_BANK = "power_bank"
    RADIO = "radio"
    WATER = "water"
    FOOD = "food"
    WARM = "warm"
    HYGIENE = "hygiene"
    NUMBERS = "numbers"
