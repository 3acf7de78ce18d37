"""Methods by which a bot describes itself: commands, name, descriptions, menu button."""

import re
from typing import Any

from sandbox.formatting import utf16_length
from sandbox.methods.arguments import Arguments
from sandbox.profile import About
from sandbox.refusals import Json, bad_request
from sandbox.telegram_world import TelegramWorld

# Bot API, setMyCommands, setMyName, setMyDescription, setMyShortDescription (read 2026-11).
_MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_COMMAND_DESCRIPTION_UNITS = 256
_LONGEST = {About.NAME: 64, About.DESCRIPTION: 512, About.SHORT_DESCRIPTION: 120}
_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


async def get_me(world: TelegramWorld, args: Arguments) -> Json:
    return world.bot.shape() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def set_my_commands(world: TelegramWorld, args: Arguments) -> bool:
    commands = args.structure("commands")
    if not isinstance(commands, list) or len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH" if isinstance(commands, list) else "can't parse commands")
    kept = [_command(command) for command in commands]
    world.profile.commands[_scope(args), args.text("language_code")] = kept
    _tell_pages(world)
    return True


async def get_my_commands(world: TelegramWorld, args: Arguments) -> list[Json]:
    return world.profile.commands.get((_scope(args), args.text("language_code")), [])


async def delete_my_commands(world: TelegramWorld, args: Arguments) -> bool:
    world.profile.commands.pop((_scope(args), args.text("language_code")), None)
    _tell_pages(world)
    return True


async def set_my_name(world: TelegramWorld, args: Arguments) -> bool:
    return _set(world, args, About.NAME)


async def get_my_name(world: TelegramWorld, args: Arguments) -> Json:
    return {"name": world.profile.text(About.NAME, args.text("language_code")) or world.bot.first_name}


async def set_my_description(world: TelegramWorld, args: Arguments) -> bool:
    return _set(world, args, About.DESCRIPTION)


async def get_my_description(world: TelegramWorld, args: Arguments) -> Json:
    return {"description": world.profile.text(About.DESCRIPTION, args.text("language_code"))}


async def set_my_short_description(world: TelegramWorld, args: Arguments) -> bool:
    return _set(world, args, About.SHORT_DESCRIPTION)


async def get_my_short_description(world: TelegramWorld, args: Arguments) -> Json:
    return {"short_description": world.profile.text(About.SHORT_DESCRIPTION, args.text("language_code"))}


async def set_chat_menu_button(world: TelegramWorld, args: Arguments) -> bool:
    button = args.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("MenuButton has unsupported type")
    world.profile.menu_buttons[args.integer("chat_id")] = button
    return True


async def get_chat_menu_button(world: TelegramWorld, args: Arguments) -> Json:
    buttons = world.profile.menu_buttons
    return buttons.get(args.integer("chat_id")) or buttons.get(None) or {"type": "default"}


def _set(world: TelegramWorld, args: Arguments, about: About) -> bool:
    text = args.text(about.value)
    if utf16_length(text) > _LONGEST[about]:
        raise bad_request(f"bot {about.value.replace('_', ' ')} is too long")
    world.profile.texts[about, args.text("language_code")] = text
    _tell_pages(world)
    return True


def _scope(args: Arguments) -> str:
    scope = args.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("unsupported bot command scope type specified")
    return " ".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)


def _command(command: Any) -> Json:
    name = str(command.get("command", "")).removeprefix("/") if isinstance(command, dict) else ""
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(command.get("description", "")).strip()
    if not 1 <= utf16_length(description) <= _COMMAND_DESCRIPTION_UNITS:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _tell_pages(world: TelegramWorld) -> None:
    for chat in world.chats.values():
        world.chat_changed(chat)
