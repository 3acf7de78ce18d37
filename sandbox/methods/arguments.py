"""A call's arguments whatever way they came: query, JSON, urlencoded or multipart, all read by the same few words."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.refusals import Json, bad_request

_DISPOSITION = re.compile(rb'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    """Values as they came (text, or already JSON) and uploads by field name."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as text, empty when missing.

        Raises:
            Refusal: it holds half of a character, which UTF-8 cannot carry.
        """
        value = self.values.get(name)
        text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            raise bad_request(f"invalid {name} specified") from None

    def number(self, name: str) -> float | None:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def structure(self, name: str) -> Any:
        """An object or list, given as such or as JSON text; None when missing.

        Raises:
            Refusal: the text is not JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file sent in the field itself or, by `attach://`, in another one."""
        attached = self.text(name).removeprefix("attach://") if name in self.values else name
        return self.uploads.get(attached)


async def read_arguments(request: Request) -> Arguments:
    """Arguments of the query and the body together; the body wins.

    Raises:
        Refusal: a body that is not what its Content-Type says.
    """
    values: Json = dict(request.query_params)
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    body = await request.body()
    uploads: dict[str, Upload] = {}
    if kind == "application/json" and body:
        values |= _from_json(body)
    elif kind == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif kind == "multipart/form-data":
        fields, uploads = _from_multipart(body, rest)
        values |= fields
    return Arguments(values, uploads)


def _from_json(body: bytes) -> Json:
    try:
        values = json.loads(body)
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(values, dict):
        raise bad_request("object expected")
    return values


def _from_multipart(body: bytes, parameters: str) -> tuple[Json, dict[str, Upload]]:
    found = re.search(r'boundary="?([^";]+)', parameters)
    if not found:
        raise bad_request("multipart boundary is missing")
    values: Json = {}
    uploads: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + found.group(1).encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = _headers(head)
        names = {key.decode(): value.decode() for key, value in _DISPOSITION.findall(headers["content-disposition"])}
        if "name" not in names:
            raise bad_request("a part of the multipart body has no name")
        if "filename" in names:
            content_type = headers.get("content-type", b"application/octet-stream").decode()
            uploads[names["name"]] = Upload(names["filename"], content_type, content)
        else:
            values[names["name"]] = content.decode("utf-8", "replace")
    return values, uploads


def _headers(head: bytes) -> dict[str, bytes]:
    pairs = (line.partition(b":") for line in head.split(b"\r\n") if b":" in line)
    return {"content-disposition": b""} | {name.decode().lower(): value.strip() for name, _, value in pairs}
