"""Small histories with what must come of them, written down from the words of the design and not from the code.

Clocks of Kyiv on the night of 14 to 15 November 2026 (UTC+2): from noon on the hours are the 14th's, before the 15th's.
"""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.services.reckoning import Said
from tests.services.simulated import ALERT_HEADER, CHAT_HEADER, simulate

NIGHT, DAY = "23:00-07:00", ""


class Case(NamedTuple):
    """`alerts` and `told` are lines; a chat is `[id] area quiet mode`, a message `time [id] kind area sound reason`."""

    promise: str
    alerts: str
    chats: str
    told: str


CITY, RAION, OBLAST = "Kharkiv", "Kharkivskyi_Raion", "Kharkiv_Oblast"
FAR, TOWN, VILLAGE = "Chuhuivskyi_Raion", "Chuhuiv", "Дергачівська_громада"

CASES = [
    # By day
    Case(
        "by day all is loud",
        f"{CITY} 14:00 14:30 yellow drones",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard",
    ),
    Case(
        "quiet hours are not the day",
        f"{CITY} 14:00 14:30 yellow -",
        f"{CITY} {NIGHT} grave",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard",
    ),
    Case("nobody hears of another's alert", f"{TOWN} 14:00 14:30 red -", f"{CITY} - -", ""),
    Case("nothing happens, nothing is said", "", f"{CITY} {NIGHT} nothing", ""),
    Case("an alert of no length is none", f"{CITY} 14:00 14:00 red -", f"{CITY} - -", ""),
    Case(
        "an alert that never ends has no end",
        f"{CITY} 14:00 - red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet",
    ),
    # Modes at night
    Case(
        "grave: drones do not wake",
        f"{CITY} 02:00 02:30 yellow drones",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} silent guarded-in-quiet; 02:30 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "an empty mode is grave",
        f"{CITY} 02:00 02:30 yellow drones",
        f"{CITY} {NIGHT} -",
        f"02:00 start {CITY} silent guarded-in-quiet; 02:30 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "grave: red wakes",
        f"{CITY} 02:00 02:30 red -",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes; 02:30 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "everything: drones wake",
        f"{CITY} 02:00 02:30 yellow drones",
        f"{CITY} {NIGHT} everything",
        f"02:00 start {CITY} loud everything-wakes; 02:30 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "everything: red wakes",
        f"{CITY} 02:00 02:30 red cruise_missiles",
        f"{CITY} {NIGHT} everything",
        f"02:00 start {CITY} loud grave-wakes; 02:30 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "nothing: red does not wake",
        f"{CITY} 02:00 02:30 red ballistic_missiles",
        f"{CITY} {NIGHT} nothing",
        f"02:00 start {CITY} silent nothing-wakes; 02:30 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "nothing: drones do not wake",
        f"{CITY} 02:00 02:30 yellow -",
        f"{CITY} {NIGHT} nothing",
        f"02:00 start {CITY} silent nothing-wakes; 02:30 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    # What is grave
    Case(
        "a missing level is grave",
        f"{CITY} 02:00 02:30 - -",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes; 02:30 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "a missing level with drones is grave",
        f"{CITY} 02:00 - - drones",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes",
    ),
    Case(
        "an unknown level is grave",
        f"{CITY} 02:00 - purple drones",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes",
    ),
    Case(
        "an unknown threat is grave",
        f"{CITY} 02:00 - yellow saucers",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes",
    ),
    Case(
        "any threat but drones is grave",
        f"{CITY} 02:00 - yellow guided_aerial_bombs",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes",
    ),
    Case(
        "massed drones are grave",
        f"{CITY} 02:00 - red drones",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes",
    ),
    Case(
        "words in capitals are the same words",
        f"{CITY} 02:00 - Yellow DRONES",
        f"{CITY} {NIGHT} nothing",
        f"02:00 start {CITY} silent nothing-wakes; 07:00 recap loud recap-running",
    ),
    # Windows
    Case(
        "a window begins at its first minute",
        f"{CITY} 23:00 - yellow -",
        f"{CITY} {NIGHT} grave",
        f"23:00 start {CITY} silent guarded-in-quiet; 07:00 recap loud recap-running",
    ),
    Case(
        "a minute before it there is no window",
        f"{CITY} 22:59 06:00 yellow -",
        f"{CITY} {NIGHT} grave",
        f"22:59 start {CITY} loud outside-quiet; 06:00 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "a window is over at its last minute",
        f"{CITY} 07:00 08:00 yellow -",
        f"{CITY} {NIGHT} grave",
        f"07:00 start {CITY} loud outside-quiet; 08:00 end {CITY} loud end-heard",
    ),
    Case(
        "a window ends though a message came before",
        f"{CITY} 06:59 07:00 red -",
        f"{CITY} {NIGHT} grave",
        f"06:59 start {CITY} loud grave-wakes; 07:00 end {CITY} loud end-heard",
    ),
    Case(
        "windows that touch are one",
        f"{CITY} 02:00 02:30 yellow -",
        f"{CITY} 23:00-03:00;03:00-07:00 grave",
        f"02:00 start {CITY} silent guarded-in-quiet; 02:30 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "windows that overlap are one",
        f"{CITY} 02:00 02:30 yellow -",
        f"{CITY} 23:00-04:00;01:00-08:00 grave",
        f"02:00 start {CITY} silent guarded-in-quiet; 02:30 end {CITY} silent end-not-heard; 08:00 recap silent recap",
    ),
    Case(
        "two windows have two recaps",
        f"{CITY} 13:10 13:20 yellow -\n{CITY} 02:00 02:30 yellow -",
        f"{CITY} 13:00-14:00;{NIGHT} grave",
        f"13:10 start {CITY} silent guarded-in-quiet; 13:20 end {CITY} silent end-not-heard; 14:00 recap silent recap;"
        f"02:00 start {CITY} silent guarded-in-quiet; 02:30 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "a window without length is off",
        f"{CITY} 02:00 02:30 yellow -",
        f"{CITY} 07:00-07:00 grave",
        f"02:00 start {CITY} loud outside-quiet; 02:30 end {CITY} loud end-heard",
    ),
    Case(
        "quiet that never ends has no recap",
        f"{CITY} 02:00 02:30 yellow -",
        f"{CITY} 00:00-12:00;12:00-00:00 grave",
        f"02:00 start {CITY} silent guarded-in-quiet; 02:30 end {CITY} silent end-not-heard",
    ),
    # All clears
    Case(
        "an end of what was silent is silent",
        f"{CITY} 06:00 08:00 yellow -",
        f"{CITY} 05:00-06:30 grave",
        f"06:00 start {CITY} silent guarded-in-quiet; 06:30 recap loud recap-running; 08:00 end {CITY} loud end-heard",
    ),
    Case(
        "a loud recap makes its end loud",
        f"{CITY} 05:40 07:10 yellow -",
        f"{CITY} {NIGHT} grave",
        f"05:40 start {CITY} silent guarded-in-quiet; 07:00 recap loud recap-running; 07:10 end {CITY} loud end-heard",
    ),
    Case(
        "a silent start that escalates loudly has a loud end",
        f"{CITY} 14:00 15:00 yellow -\n{CITY} 14:30 15:00 red -",
        f"{CITY} 13:00-14:10 grave",
        f"14:00 start {CITY} silent guarded-in-quiet; 14:10 recap loud recap-running; 14:30 escalate {CITY} loud"
        f" outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "an end inside quiet hours is silent",
        f"{CITY} 22:30 23:30 red -",
        f"{CITY} {NIGHT} everything",
        f"22:30 start {CITY} loud outside-quiet; 23:30 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    # Recaps
    Case(
        "no recap where all rang",
        f"{CITY} 06:00 07:30 red -",
        f"{CITY} {NIGHT} grave",
        f"06:00 start {CITY} loud grave-wakes; 07:30 end {CITY} loud end-heard",
    ),
    Case(
        "a recap is loud only while an alert runs",
        f"{CITY} 06:00 07:00 yellow -",
        f"{CITY} {NIGHT} grave",
        f"06:00 start {CITY} silent guarded-in-quiet; 07:00 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "a recap is loud for another place's alert too",
        f"{CITY} 02:00 03:00 yellow -\n{TOWN} 06:00 - red -",
        f"{CITY} {NIGHT} grave\n{TOWN} {NIGHT} grave",
        f"02:00 start {CITY} silent guarded-in-quiet; 03:00 end {CITY} silent end-not-heard;"
        f"06:00 start {TOWN} loud grave-wakes; 07:00 recap loud recap-running",
    ),
    Case(
        "mode nothing ends with its window too",
        f"{CITY} 06:00 08:00 red -",
        f"{CITY} {NIGHT} nothing",
        f"06:00 start {CITY} silent nothing-wakes; 07:00 recap loud recap-running; 08:00 end {CITY} loud end-heard",
    ),
    Case(
        "what began at the recap's moment covers it",
        f"{CITY} 06:00 06:30 yellow -\n{CITY} 07:00 08:00 yellow -",
        f"{CITY} {NIGHT} grave",
        f"06:00 start {CITY} silent guarded-in-quiet; 06:30 end {CITY} silent end-not-heard;"
        f"07:00 recap loud recap-running; 07:00 start {CITY} loud outside-quiet; 08:00 end {CITY} loud end-heard",
    ),
    Case(
        "a silent escalation does not unhear a loud start",
        f"{CITY} 22:30 03:00 yellow -\n{CITY} 02:00 03:00 red -",
        f"{CITY} {NIGHT} nothing",
        f"22:30 start {CITY} loud outside-quiet; 02:00 escalate {CITY} silent nothing-wakes;"
        f"03:00 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "a loud recap is no hearing of an alert that it does not tell of",
        f"{CITY} 22:00 22:40 yellow -\n{CITY} 22:45 08:00 yellow -\n{TOWN} 02:00 03:00 yellow -",
        f"{CITY} {NIGHT} grave\n{TOWN} {NIGHT} grave",
        f"22:00 start {CITY} loud outside-quiet; 22:40 end {CITY} loud end-heard; 22:45 start {CITY} silent flapping;"
        f"02:00 start {TOWN} silent guarded-in-quiet; 03:00 end {TOWN} silent end-not-heard;"
        f"07:00 recap loud recap-running; 08:00 end {CITY} silent end-not-heard",
    ),
    Case(
        "the raion around that was told as worse is not told again with the city's end",
        f"{RAION} 14:00 15:30 yellow -\n{CITY} 14:10 15:00 yellow -\n{RAION} 14:30 15:30 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} silent around-guarded; 14:10 start {CITY} loud outside-quiet; 14:30 escalate {CITY} loud"
        f" outside-quiet; 15:00 end {CITY} loud end-heard; 15:30 end {CITY} loud end-heard",
    ),
    # Unions
    Case(
        "rows that overlap are one alert",
        f"{CITY} 14:00 15:00 yellow -\n{CITY} 14:30 15:30 yellow -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:30 end {CITY} loud end-heard",
    ),
    Case(
        "rows that touch are one alert",
        f"{CITY} 14:00 14:30 yellow -\n{CITY} 14:30 15:30 yellow -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:30 end {CITY} loud end-heard",
    ),
    Case(
        "a row inside another adds nothing",
        f"{CITY} 14:00 15:00 yellow -\n{CITY} 14:10 14:20 yellow drones",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "a row twice is one alert",
        f"{CITY} 14:00 15:00 red -\n{CITY} 14:00 15:00 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "rows in any order",
        f"{CITY} 14:30 15:30 yellow -\n{CITY} 14:00 14:30 yellow -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:30 end {CITY} loud end-heard",
    ),
    Case(
        "oblast, raion and town are one alert of the town",
        f"{OBLAST} 14:00 14:20 yellow -\n{FAR} 14:20 14:40 yellow -\n{TOWN} 14:30 15:00 yellow -",
        f"{TOWN} - -",
        f"14:00 start {TOWN} loud outside-quiet; 15:00 end {TOWN} loud end-heard",
    ),
    Case(
        "the whole country is above all",
        "Україна 14:00 14:20 yellow -",
        f"{VILLAGE} - -",
        f"14:00 start {VILLAGE} loud outside-quiet; 14:20 end {VILLAGE} loud end-heard",
    ),
    Case("the town is not the oblast", f"{TOWN} 14:00 14:20 yellow -", f"{OBLAST} - -", ""),
    Case(
        "oblast and city are one alert of the city",
        f"{OBLAST} 14:00 14:20 yellow -\n{CITY} 14:10 15:00 yellow -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "two places, two alerts",
        f"{OBLAST} 14:00 14:20 yellow -",
        f"{CITY} - -\n{TOWN} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:00 start {TOWN} loud outside-quiet;"
        f"14:20 end {CITY} loud end-heard; 14:20 end {TOWN} loud end-heard",
    ),
    # Escalations
    Case(
        "yellow to red rings inside quiet hours",
        f"{CITY} 01:00 03:00 yellow drones\n{CITY} 02:00 03:00 red -",
        f"{CITY} {NIGHT} grave",
        f"01:00 start {CITY} silent guarded-in-quiet; 02:00 escalate {CITY} loud grave-wakes;"
        f"03:00 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "an escalation is silent where nothing wakes",
        f"{CITY} 01:00 - yellow -\n{CITY} 02:00 - red -",
        f"{CITY} {NIGHT} nothing",
        f"01:00 start {CITY} silent nothing-wakes; 02:00 escalate {CITY} silent nothing-wakes;"
        f"07:00 recap loud recap-running",
    ),
    Case(
        "red drones to ballistic missiles is an escalation too",
        f"{CITY} 14:00 15:00 red drones\n{CITY} 14:30 15:00 red ballistic_missiles",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 escalate {CITY} loud outside-quiet; 15:00 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "both escalations at one moment are one",
        f"{CITY} 14:00 15:00 yellow -\n{CITY} 14:30 15:00 red ballistic_missiles",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 escalate {CITY} loud outside-quiet; 15:00 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "both escalations one after the other are two",
        f"{CITY} 14:00 15:00 yellow -\n{CITY} 14:20 15:00 red cruise_missiles\n{CITY} 14:40 15:00 red mlrs",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:20 escalate {CITY} loud outside-quiet;"
        f"14:40 escalate {CITY} loud outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "gravity escalates once in an alert",
        f"{CITY} 14:00 16:00 yellow -\n{CITY} 14:20 14:30 red -\n{CITY} 15:00 15:30 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:20 escalate {CITY} loud outside-quiet; 16:00 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "the band now escalates once in an alert",
        f"{CITY} 14:00 16:00 red -\n{CITY} 14:20 14:30 red unknown\n{CITY} 15:00 15:30 red ballistic_missiles",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:20 escalate {CITY} loud outside-quiet; 16:00 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "what was eased can rise once",
        f"{CITY} 14:00 14:20 red -\n{CITY} 14:10 16:00 yellow -\n{CITY} 15:00 16:00 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:00 escalate {CITY} loud outside-quiet; 16:00 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "ballistic at the start is no escalation later",
        f"{CITY} 14:00 15:00 red ballistic_missiles\n{CITY} 14:30 15:00 red unspecified_missiles",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "rows that touch can escalate",
        f"{CITY} 14:00 14:30 yellow -\n{CITY} 14:30 15:00 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 escalate {CITY} loud outside-quiet; 15:00 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "red from above escalates the town",
        f"{TOWN} 14:00 15:00 yellow -\n{OBLAST} 14:30 14:40 red -",
        f"{TOWN} - -",
        f"14:00 start {TOWN} loud outside-quiet; 14:30 escalate {TOWN} loud outside-quiet; 15:00 end {TOWN} loud"
        f" end-heard",
    ),
    # Flapping
    Case(
        "a guarded alert within ten minutes is silent by day",
        f"{CITY} 14:00 14:30 yellow -\n{CITY} 14:39 15:00 yellow -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard; 14:39 start {CITY} silent flapping;"
        f"15:00 end {CITY} silent end-not-heard",
    ),
    Case(
        "after ten minutes it is a new alert",
        f"{CITY} 14:00 14:30 yellow -\n{CITY} 14:40 15:00 yellow -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard; 14:40 start {CITY} loud"
        f" outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "a grave one always rings",
        f"{CITY} 14:00 14:30 yellow -\n{CITY} 14:31 15:00 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard; 14:31 start {CITY} loud"
        f" outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "flapping does not wake where everything does",
        f"{CITY} 02:00 02:30 red -\n{CITY} 02:35 03:00 yellow -",
        f"{CITY} {NIGHT} everything",
        f"02:00 start {CITY} loud grave-wakes; 02:30 end {CITY} silent end-in-quiet; 02:35 start {CITY} silent"
        f" flapping; 03:00 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "another place does not flap",
        f"{CITY} 14:00 14:30 yellow -\n{TOWN} 14:35 15:00 yellow -",
        f"{CITY} - -\n{TOWN} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard; 14:35 start {TOWN} loud"
        f" outside-quiet; 15:00 end {TOWN} loud end-heard",
    ),
    # The raion around a city with its own alert
    Case(
        "a guarded raion around is silent by day",
        f"{RAION} 14:00 14:30 yellow drones",
        f"{CITY} - -",
        f"14:00 start {CITY} silent around-guarded; 14:30 end {CITY} silent end-not-heard",
    ),
    Case(
        "a grave raion around is loud",
        f"{RAION} 14:00 14:30 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard",
    ),
    Case(
        "a grave raion around wakes",
        f"{RAION} 02:00 02:30 red -",
        f"{CITY} {NIGHT} grave",
        f"02:00 start {CITY} loud grave-wakes; 02:30 end {CITY} silent end-in-quiet; 07:00 recap silent recap",
    ),
    Case(
        "a guarded raion around does not wake where everything does",
        f"{RAION} 02:00 02:30 yellow -",
        f"{CITY} {NIGHT} everything",
        f"02:00 start {CITY} silent around-guarded; 02:30 end {CITY} silent end-not-heard; 07:00 recap silent recap",
    ),
    Case(
        "the raion around escalates",
        f"{RAION} 14:00 15:00 yellow -\n{RAION} 14:30 15:00 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} silent around-guarded; 14:30 escalate {CITY} loud outside-quiet; 15:00 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "the city's own alert is a start of its own",
        f"{RAION} 14:00 15:00 yellow -\n{CITY} 14:30 15:30 yellow -",
        f"{CITY} - -",
        f"14:00 start {CITY} silent around-guarded; 14:30 start {CITY} loud outside-quiet; 15:30 end {CITY} loud"
        f" end-heard",
    ),
    Case(
        "the raion around adds nothing to as grave an alert",
        f"{CITY} 14:00 15:00 red -\n{RAION} 14:10 14:50 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:00 end {CITY} loud end-heard",
    ),
    Case(
        "the raion around is told when the city's own is over",
        f"{CITY} 14:00 15:00 red -\n{RAION} 14:10 15:30 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} loud outside-quiet; 15:00 end {CITY} loud end-heard; 15:00 start {CITY} loud"
        f" outside-quiet; 15:30 end {CITY} loud end-heard",
    ),
    Case(
        "the raion around that turned grave under the city's own red is told when that is over",
        f"{RAION} 14:00 16:00 yellow -\n{CITY} 14:10 15:00 red -\n{RAION} 14:30 16:00 red -",
        f"{CITY} - -",
        f"14:00 start {CITY} silent around-guarded; 14:10 start {CITY} loud outside-quiet; 15:00 end {CITY} loud"
        f" end-heard; 15:00 escalate {CITY} loud outside-quiet; 16:00 end {CITY} loud end-heard",
    ),
    Case(
        "the villages are in the raion, not around it",
        f"{RAION} 14:00 14:30 yellow -",
        f"{VILLAGE} - -",
        f"14:00 start {VILLAGE} loud outside-quiet; 14:30 end {VILLAGE} loud end-heard",
    ),
    Case("the city's alert is not the raion's", f"{CITY} 14:00 14:30 red -", f"{RAION} - -", ""),
    Case(
        "Zaporizhzhia has a raion around it too",
        "Запорізький_район 14:00 14:30 yellow -",
        "Zaporizhzhia - -",
        "14:00 start Zaporizhzhia silent around-guarded; 14:30 end Zaporizhzhia silent end-not-heard",
    ),
    # The order of what is written
    Case(
        "chats by their number, ends before starts",
        f"{CITY} 14:00 14:30 red -\n{TOWN} 14:30 15:00 red -",
        f"30 {CITY} - -\n4 {TOWN} - -\n4 {CITY} - -\n-5 {TOWN} - -",
        f"14:00 4 start {CITY} loud outside-quiet; 14:00 30 start {CITY} loud outside-quiet;"
        f"14:30 -5 start {TOWN} loud outside-quiet; 14:30 4 end {CITY} loud end-heard;"
        f"14:30 4 start {TOWN} loud outside-quiet; 14:30 30 end {CITY} loud end-heard;"
        f"15:00 -5 end {TOWN} loud end-heard; 15:00 4 end {TOWN} loud end-heard",
    ),
    Case(
        "end, recap, start, escalate at one moment",
        f"{CITY} 06:00 07:00 yellow -\n{TOWN} 07:00 08:00 red -\n1293 06:30 06:40 yellow -\n"
        f"{VILLAGE} 06:00 - yellow -\n{VILLAGE} 07:00 - red -",
        f"{CITY} {NIGHT} grave\n{TOWN} {NIGHT} grave\n{VILLAGE} {NIGHT} grave",
        f"06:00 start {CITY} silent guarded-in-quiet; 06:00 start {VILLAGE} silent guarded-in-quiet;"
        f"07:00 end {CITY} silent end-not-heard; 07:00 recap loud recap-running; 07:00 start {TOWN} loud outside-quiet;"
        f"07:00 escalate {VILLAGE} loud outside-quiet; 08:00 end {TOWN} loud end-heard",
    ),
    Case(
        "a place named twice is one place",
        f"{CITY} 14:00 14:30 red -",
        f"{CITY} - -\n6293 - -",
        f"14:00 start {CITY} loud outside-quiet; 14:30 end {CITY} loud end-heard",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.promise)
def test_what_is_told(case: Case, tmp_path: Path) -> None:
    alerts = "\n".join([ALERT_HEADER, *(_alert(line) for line in case.alerts.splitlines())])
    chats = "\n".join([CHAT_HEADER, *(_chat(line) for line in case.chats.splitlines())])
    expected = [_message(line) for line in case.told.split(";") if line.strip()]

    assert simulate(tmp_path, alerts, chats) == expected


def _moment(clock: str) -> datetime:
    wall = time.fromisoformat(clock)
    day = 14 if wall.hour >= 12 else 15
    return datetime(2026, 11, day, wall.hour, wall.minute, tzinfo=UTC) - timedelta(hours=2)


def _alert(line: str) -> str:
    area, start, end, level, threat = (
        word.replace("_", " ") if number == 0 else word.replace("-", "", word == "-")
        for number, word in enumerate(line.split())
    )
    moments = [_moment(clock).isoformat() if clock else "" for clock in (start, end)]
    return ",".join((area, *moments, level, threat))


def _chat(line: str) -> str:
    chat_id, area, quiet, mode = ["1", *line.split()][-4:]
    return ",".join((chat_id, area.replace("_", " "), "" if quiet == "-" else quiet, "" if mode == "-" else mode, ""))


def _message(line: str) -> Said:
    clock, *words = line.split()
    chat_id = int(words.pop(0)) if words[0].lstrip("-").isdigit() else 1
    kind = words.pop(0)
    area = "" if kind == "recap" else words.pop(0).replace("_", " ")
    return Said(_moment(clock), chat_id, kind, area, *words)
