"""Reads the reviewed word lists (data/lexicon), because what the bot understands is content that people check, not
code.
"""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.content import LOADER
from bot.domain.drafts.cues import Drafting
from bot.domain.lexicon import Vocabulary
from bot.errors import ContentFault


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", str_min_length=1)

    language: str
    endings: tuple[str, ...]
    place_endings: tuple[str, ...]
    alike: dict[str, str]
    variants: dict[str, str]
    variant_endings: dict[str, str]
    generic: str
    concepts: dict[str, tuple[str, ...]]
    others: str
    breathers: str
    frames: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    drafting: Drafting


def load_vocabularies(folder: Path) -> tuple[Vocabulary, ...]:
    """The word lists of all languages, in the order of their file names; raises ContentFault. Reads files: for
    start-up.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise ContentFault(folder, None, "folder", "word lists (*.yaml)")
    return tuple(map(_load, files))


def _load(path: Path) -> Vocabulary:
    try:
        file = _File.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ContentFault(path, None, ".".join(map(str, first["loc"])), first["msg"]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentFault(path, line, "file", f"valid YAML: {error.problem}") from error
    except (OSError, ValueError) as error:
        raise ContentFault(path, None, "file", "readable UTF-8 YAML") from error
    return Vocabulary(
        language=file.language,
        generic=tuple(file.generic.split()),
        concepts=file.concepts,
        others=tuple(file.others.split()),
        breathers=tuple(file.breathers.split()),
        frames=file.frames,
        roles=file.roles,
        endings=file.endings,
        place_endings=file.place_endings,
        alike=file.alike,
        variants=file.variants,
        variant_endings=file.variant_endings,
        drafting=file.drafting,
    )
