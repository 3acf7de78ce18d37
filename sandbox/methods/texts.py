"""Texts and captions on their way into a message: parsed, trimmed, measured as Telegram measures them."""

from sandbox.formatting import Formatted, ParseFault, detect_entities, parse_html, trim, utf16_length
from sandbox.methods.arguments import Arguments
from sandbox.refusals import Json, bad_request

# Bot API, sendMessage and sendPhoto (read 2026-11): counted after entities are parsed, in UTF-16 units.
TEXT_UNITS = 4096
CAPTION_UNITS = 1024
# Bot API, LinkPreviewOptions and MessageEntity (read 2026-11); Telegram passes over any other field.
_PREVIEW_FIELDS = frozenset(["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"])
_ENTITY_FIELDS = frozenset(
    ["type", "offset", "length", "url", "user", "language", "custom_emoji_id", "unix_time", "date_time_format"]
)


def read_text(args: Arguments) -> Json:
    """The content fields of a text message.

    Raises:
        Refusal: empty, too long, or markup that does not parse.
    """
    formatted = _read(args, "text", "entities")
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > TEXT_UNITS:
        raise bad_request("message is too long")
    content: Json = {"text": formatted.text}
    if formatted.entities:
        content["entities"] = formatted.entities
    preview = args.structure("link_preview_options")
    if isinstance(preview, dict) and preview:
        content["link_preview_options"] = {name: preview[name] for name in preview if name in _PREVIEW_FIELDS}
    return content


def read_caption(args: Arguments) -> Json:
    formatted = _read(args, "caption", "caption_entities")
    if utf16_length(formatted.text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    content: Json = {"caption": formatted.text} if formatted.text else {}
    if formatted.text and formatted.entities:
        content["caption_entities"] = formatted.entities
    return content


def _read(args: Arguments, name: str, entities_name: str) -> Formatted:
    mode = args.text("parse_mode").lower()
    source = args.text(name)
    if mode == "html":
        try:
            formatted = parse_html(source)
        except ParseFault as fault:
            raise bad_request(f"can't parse entities: {fault}") from None
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        formatted = Formatted(source, _given_entities(args, entities_name))
    trimmed = trim(formatted)
    return Formatted(trimmed.text, detect_entities(trimmed.text, trimmed.entities))


def _given_entities(args: Arguments, name: str) -> list[Json]:
    given = args.structure(name) or []
    needed = {"type", "offset", "length"}
    if not isinstance(given, list) or not all(isinstance(one, dict) and needed <= one.keys() for one in given):
        raise bad_request("can't parse message entities")
    return [{name: one[name] for name in one if name in _ENTITY_FIELDS} for one in given]
