"""Content in several languages side by side, so that no sentence exists in one of them alone."""

from collections.abc import Mapping
from typing import TypeAlias

#: Ukrainian first: most readers are Ukrainian. A third language is one more key beside these two.
REQUIRED_LANGUAGES = ("uk", "en")

#: One text, keyed by language code.
Text: TypeAlias = Mapping[str, str]

#: Several lines or words, keyed by language code; their order is the author's.
Lines: TypeAlias = Mapping[str, tuple[str, ...]]
