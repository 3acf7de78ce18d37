"""Reads how official names are written (data/areas/official.yaml), because spellings are content, not code."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.domain.official_names import NameForm, OfficialNames, Transliteration
from bot.errors import ContentFault


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", str_min_length=1)

    written: str
    uk: str
    en: str
    also: tuple[str, ...]
    also_en: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", str_min_length=1)

    letters: dict[str, str]
    first: dict[str, str]
    together: dict[str, str]
    silent: tuple[str, ...]
    forms: tuple[_Form, ...]


def load_official_names(path: Path) -> OfficialNames:
    """The table of letters and forms; raises ContentFault. Reads a file: for start-up."""
    try:
        file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ContentFault(path, None, ".".join(map(str, first["loc"])), first["msg"]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentFault(path, line, "file", f"valid YAML: {error.problem}") from error
    except (OSError, ValueError) as error:
        raise ContentFault(path, None, "file", "readable UTF-8 YAML") from error
    letters = Transliteration(file.letters, file.first, file.together, file.silent)
    return OfficialNames(letters, tuple(NameForm(**form.model_dump()) for form in file.forms))
