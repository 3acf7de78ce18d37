"""Why the last messages rang or came quietly, each with the rule that decided."""

from datetime import datetime

from bot.domain.notices import (
    AlertNotice,
    DigestNotice,
    InsideNotice,
    InsistNotice,
    MeanwhileNotice,
    ModeEndedNotice,
    Notice,
    PassedNotice,
    RecapNotice,
    SightNotice,
)
from bot.domain.policy import Reason, Sound
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, say
from handlers.taps import stale
from handlers.telling import button, lines, moment, paragraphs, phrasing


async def why(context: Context, incoming: Incoming) -> Replies:
    """`/why` and the button under an alert."""
    if incoming.message_id is not None and incoming.argument:
        return await stale(context, incoming)
    told = await context.services.reasons.of_chat(context.tx, context.chat.id)
    change = (button(context, "why-button-change", "quiet"),)
    if not told:
        return say(context.text("why-nothing"), change)
    said = [_line(context, one.at, one.notice, one.sound, one.reason) for one in told]
    return say(paragraphs(context.text("why-heading"), lines(*said)), change)


def _line(context: Context, at: datetime, notice: Notice, sound: Sound, reason: str) -> Html:
    known = reason if reason in set(Reason) else "other"
    because = context.text("why-because", reason=known)
    what = _what(context, notice)
    return context.text("why-line", time=moment(context, at), what=what, sound=sound, because=because, rule=reason)


def _what(context: Context, notice: Notice) -> Html:
    speak, language = phrasing(context), context.chat.language
    match notice.body:
        case AlertNotice(transition) | InsistNotice(transition) as alert:
            episode = transition.episode
            place, threats = speak.area(language, episode.area), speak.threats(language, episode.threats)
            kind = "again" if isinstance(alert, InsistNotice) else transition.kind
            return context.text("why-alert", kind=kind, place=place, threats=threats)
        case PassedNotice(episode):
            return context.text("why-passed", place=speak.area(language, episode.area))
        case SightNotice(area=area, step=step):
            return context.text("why-sight", step=step, place=speak.area(language, area))
        case InsideNotice(step=step, spell=spell):
            return context.text("why-inside", step=step, place=speak.area(language, spell.area))
        case MeanwhileNotice(area=area):
            return context.text("why-meanwhile", place=speak.area(language, area))
        case RecapNotice():
            return context.text("why-recap")
        case DigestNotice():
            return context.text("why-digest")
        case ModeEndedNotice():
            return context.text("why-mode-ended")
