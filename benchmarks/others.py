"""Other bots to compare with, in an environment of their own: what they need must not hold back what ours needs."""

import subprocess
import sys
from pathlib import Path

#: Read from the package index when first asked for; the versions that the figures speak of.
PACKAGES = ("aiogram==3.31.0", "python-telegram-bot[rate-limiter]==22.8")
SENDERS = Path(__file__).parent / "senders"


#: Where their environment is made, beside everything else that running leaves behind.
HOME = Path(__file__).resolve().parents[1] / "var" / "benchmarks" / "others"


def interpreter() -> Path:
    """The Python of an environment that has the others, made by uv where it is not there yet.

    Raises:
        CalledProcessError: uv could not make it; without a network, mostly.
    """
    python, ready, wanted = HOME / "bin" / "python", HOME / "ready", " ".join(PACKAGES)
    # Written last: an environment whose making broke off, or that is for other versions, is made anew.
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        _uv("venv", "--clear", "--python", sys.executable, str(HOME))
        _uv("pip", "install", "--python", str(python), *PACKAGES)
        ready.write_text(wanted, encoding="utf-8")
    return python


def _uv(*arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / "uv"), *arguments], check=True, capture_output=True)
