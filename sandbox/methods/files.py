"""Uploaded files, kept in memory under a file_id that can be sent again."""

import hashlib
import struct

from sandbox.methods.arguments import Arguments
from sandbox.refusals import Json, bad_request
from sandbox.telegram_world import TelegramWorld
from sandbox.world_state import StoredFile

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_UNMEASURED = (800, 600)
_UNKNOWN_FILE = "wrong file identifier/HTTP URL specified"
# Bot API, sendPhoto (read 2026-11): ten megabytes; width and height together, and how much longer than wide.
_PHOTO_BYTES = 10 * 1024 * 1024
_SIDES, _RATIO = 10_000, 20


def receive_file(world: TelegramWorld, args: Arguments, name: str) -> StoredFile:
    """The file of the argument `name`: uploaded now, or one that was uploaded before, by its file_id.

    Raises:
        Refusal: missing, empty, or an id that this server never gave.
    """
    upload = args.upload(name)
    if upload is None:
        known = world.files.get(args.text(name))
        if known is None:
            named = bool(args.text(name))
            raise bad_request(_UNKNOWN_FILE if named else f"there is no {name} in the request")
        return known
    if not upload.content:
        raise bad_request("file must be non-empty")
    file_id = "sandbox-" + hashlib.sha256(upload.name.encode() + upload.content).hexdigest()[:32]
    world.files[file_id] = StoredFile(file_id, upload.name, upload.content_type, upload.content)
    return world.files[file_id]


def photo_sizes(file: StoredFile) -> list[Json]:
    """The one size that the sandbox keeps; PNG is measured, other pictures are taken to be 800x600.

    Raises:
        Refusal: no picture, or one that is larger than Telegram takes.
    """
    if not file.content.startswith((_PNG, _JPEG)):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if len(file.content) > _PHOTO_BYTES:
        raise bad_request("file is too big for a photo")
    width, height = struct.unpack(">II", file.content[16:24]) if file.content.startswith(_PNG) else _UNMEASURED
    if width + height > _SIDES or max(width, height) > _RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [_identity(file) | {"width": width, "height": height}]


def stored_document(file: StoredFile) -> Json:
    return _identity(file) | {"file_name": file.name, "mime_type": file.content_type}


def _identity(file: StoredFile) -> Json:
    return {"file_id": file.file_id, "file_unique_id": file.file_id[-16:], "file_size": len(file.content)}
