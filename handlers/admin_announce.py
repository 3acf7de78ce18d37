"""An operator's word to everybody: written, shown as it will arrive, counted, and sent by one more tap."""

from bot.domain.alerts import AreaId
from bot.domain.operators import ANNOUNCEMENT_AT_MOST, AnnouncementDraft
from bot.texts import LANGUAGES, Html, age
from handlers.context import Context, Replies, put
from handlers.taps import NOT_OURS, Page, Tap, bare, read_row
from handlers.telling import NONE, area_name, button, lines, paragraphs, quoted

#: Before the line that names the only area.
_AREA = "area"


async def written(context: Context, user_id: int, words: str) -> Page:
    """What was typed after `/admin announce`: words for all, or lines that say for whom they are."""
    area_words, text = _read(words)
    if not text:
        return context.text("admin-announce-how"), ()
    if max(map(len, text.values())) > ANNOUNCEMENT_AT_MOST:
        return context.text("admin-announce-long", most=ANNOUNCEMENT_AT_MOST), ()
    area: AreaId | None = None
    if area_words:
        found = context.services.tree.find(area_words)
        if len(found) != 1:
            return context.text("admin-announce-area", name=quoted(area_words), count=len(found)), ()
        area = found[0].id
    # Counted first: what is not known yet begins this anew, and nothing may be kept twice.
    reach = context.services.announcements.reach(area, context.seen)
    draft = await context.services.announcements.write(context.tx, user_id, area, text, context.now)
    return _preview(context, draft, reach.chats, age(context.texts, context.chat.language, reach.takes))


def _read(words: str) -> tuple[str, dict[str, str]]:
    """The area's name, empty for everybody, and the words by language. Lines without a mark belong to the one before,
    and those before any mark to every language.
    """
    area = ""
    common: list[str] = []
    by_language: dict[str, list[str]] = {}
    into = common
    for line in words.strip().splitlines():
        mark, colon, rest = line.partition(":")
        mark = mark.strip().casefold()
        if colon and mark == _AREA:
            area = rest.strip()
        elif colon and mark in LANGUAGES:
            into = by_language.setdefault(mark, [])
            into.append(rest.strip())
        else:
            into.append(line.strip())
    said = {language: "\n".join(by_language.get(language) or common).strip() for language in LANGUAGES}
    return area, {language: text for language, text in said.items() if text}


def _preview(context: Context, draft: AnnouncementDraft, count: int, takes: Html) -> Page:
    shown = lines(*(context.text("admin-announce-words", text=text, **{"in": one}) for one, text in draft.text.items()))
    area = area_name(context, draft.area) if draft.area else NONE
    to = context.text("admin-announce-to", count=count, place=area, takes=takes)
    return paragraphs(shown, to), (
        (button(context, "admin-button-send", f"admin:send:{draft.id}", count=count),),
        (button(context, "admin-button-ring", f"admin:ring:{draft.id}"),),
        (button(context, "admin-button-drop", f"admin:drop:{draft.id}"),),
    )


async def _tap_announce(context: Context) -> Replies:
    return put(context.text("admin-announce-how"), (button(context, "admin-button-back", "admin:page"),))


async def _tap_send(context: Context, rest: str) -> Replies:
    return await _sent(context, rest, loud=False)


async def _tap_ring(context: Context, rest: str) -> Replies:
    return await _sent(context, rest, loud=True)


async def _sent(context: Context, rest: str, *, loud: bool) -> Replies:
    number = read_row(rest)
    if number is None:
        return NOT_OURS
    came = await context.services.announcements.send(context.tx, number, context.now, loud=loud)
    return put(context.text("admin-announce-sent", came="yes" if came else "no", loud="yes" if loud else "no"))


async def _tap_drop(context: Context, rest: str) -> Replies:
    number = read_row(rest)
    if number is None:
        return NOT_OURS
    came = await context.services.announcements.drop(context.tx, number)
    return put(context.text("admin-announce-dropped", came="yes" if came else "no"))


ANNOUNCE_TAPS: dict[str, Tap] = {
    "announce": bare(_tap_announce),
    "send": _tap_send,
    "ring": _tap_ring,
    "drop": _tap_drop,
}
