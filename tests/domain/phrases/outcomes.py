"""Spells what a parser answers in one short line, so that tables of sentences can be read as tables."""

from datetime import timedelta

from bot.domain.digests import hours_to_text
from bot.domain.phrases.orders import (
    DigestNow,
    DigestOff,
    Mute,
    MuteOff,
    MuteUntil,
    NotUnderstood,
    Order,
    QuietOff,
    QuietTonight,
    Readings,
    SetDigest,
    SetQuiet,
    Unclear,
)
from bot.domain.quiet import MuteKind, to_text


def outcome(found: Order | Readings | Unclear | NotUnderstood | None) -> str:
    """`23:00-07:00 / everything`, `tonight 07:00`, `? A | B` for readings, `?? quiet`, `! part`, empty for none."""
    match found:
        case None:
            return ""
        case Unclear(subject):
            return f"?? {subject}"
        case NotUnderstood(part):
            return f"! {part}".strip()
        case Readings(orders):
            return "? " + " | ".join(map(_order, orders))
        case order:
            return _order(order)


def _order(order: Order) -> str:
    match order:
        case SetQuiet(windows, mode):
            return to_text(windows) + (f" / {mode}" if mode else "")
        case QuietOff():
            return "off"
        case QuietTonight(until):
            return f"tonight {until:%H:%M}"
        case Mute(span, kind):
            return f"mute {_all(kind)}{span // timedelta(hours=1)}:{span // timedelta(minutes=1) % 60:02}"
        case MuteUntil(until, kind):
            return f"mute {_all(kind)}until {until:%H:%M}"
        case MuteOff():
            return "unmute"
        case SetDigest(times):
            return "digest " + hours_to_text(times)
        case DigestNow():
            return "digest now"
        case DigestOff():
            return "digest off"


def _all(kind: MuteKind) -> str:
    return "all " if kind is MuteKind.ALL else ""
