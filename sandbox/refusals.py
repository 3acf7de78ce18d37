"""What the Bot API server answers instead of a result, so that every method can refuse in Telegram's own words."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An answer with `ok: false`: HTTP status, Telegram's sentence, and `parameters` where Telegram gives them."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            answer["parameters"] = self.parameters
        return answer


def bad_request(sentence: str) -> Refusal:
    return Refusal(400, f"Bad Request: {sentence}")


def forbidden(sentence: str) -> Refusal:
    return Refusal(403, f"Forbidden: {sentence}")
