"""What a member sees of their circle: names and last words, and nothing of where anybody is."""

from bot.domain.circle import NAME_AT_MOST, Act, Ask, Member
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context
from handlers.taps import Page
from handlers.telling import NONE, button, lines, moment, paragraphs, plain_button, quoted

#: A name from Telegram that is offered on a button.
_OFFERED_AT_MOST = NAME_AT_MOST


async def circle_page(context: Context, name: str | None = None) -> Page:
    """The circle of this chat's person, or how to begin one under the name that they have at Telegram."""
    own = context.chat.id
    circle = await context.services.circles.of(context.tx, own)
    if circle is None or not circle.lets(own, Act.READ):
        return context.text("circle-none", most=NAME_AT_MOST), (
            name_row(context, "circle-button-new", "circle:new", name),
        )
    asks = await context.services.circles.asks(context.tx, circle)
    items = (_item(context, one, asks.get(one.person)) for one in circle.members)
    text = paragraphs(
        lines(context.text("circle-heading", count=len(circle.members)), *items),
        context.text("circle-alone") if len(circle.members) == 1 else context.text("circle-about"),
    )
    words = (
        button(context, "button-circle-safe", "circle:say:safe"),
        button(context, "button-circle-help", "circle:say:help"),
    )
    ask = (button(context, "circle-button-ask", "circle:ask"),) if len(circle.members) > 1 else ()
    more = (
        button(context, "circle-button-invite", "circle:invite"),
        button(context, "circle-button-set", "circle:set"),
    )
    return text, (words, ask, more)


def name_row(context: Context, message_id: str, data: str, name: str | None) -> tuple[Button, ...]:
    """A button that takes the name somebody has at Telegram; none where that cannot be taken."""
    known = quoted(name or "")
    if not known or len(known) > _OFFERED_AT_MOST:
        return ()
    return (plain_button(context.text(message_id, name=known), data),)


def _item(context: Context, member: Member, ask: Ask | None) -> Html:
    word = member.said(context.now)
    waits = ask is not None and ask.is_open(context.now)
    return context.text(
        "circle-member",
        name=member.name,
        you="yes" if member.person == context.chat.id else "no",
        word=word or NONE,
        at=moment(context, member.word_at) if word and member.word_at else NONE,
        asked=moment(context, ask.asked_at) if ask and waits else NONE,
    )
