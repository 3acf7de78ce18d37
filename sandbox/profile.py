"""What a bot says about itself: commands by scope and language, name, descriptions, menu buttons."""

from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.people import Chat, ChatType
from sandbox.refusals import Json


class About(StrEnum):
    """Texts of the profile; the value is the field's name in the Bot API."""

    NAME = "name"
    DESCRIPTION = "description"
    SHORT_DESCRIPTION = "short_description"


@dataclass(slots=True)
class Profile:
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[About, str], str] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)

    def text(self, about: About, language: str) -> str:
        return self.texts.get((about, language)) or self.texts.get((about, ""), "")

    def commands_seen_by(self, chat: Chat, language: str) -> list[Json]:
        """The command list a member without rights sees: the narrowest scope that has one, own language first."""
        wide = "all_private_chats" if chat.type is ChatType.PRIVATE else "all_group_chats"
        for scope in (f"chat {chat.id}", wide, "default"):
            for code in (language, ""):
                if found := self.commands.get((scope, code)):
                    return found
        return []
