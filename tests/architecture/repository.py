"""Finds what belongs to the repository, so that the rules below look at our files and at nothing else."""

import ast
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("bot", "handlers", "sandbox")
# Where there is no git (an unpacked archive), these folders are not ours.
NOT_OURS = {"var", "build", "dist", "node_modules"}


def files() -> list[Path]:
    """Every tracked file and every new one that is not ignored."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
        return sorted(path for path in found if path.is_file())
    return sorted(path for path in ROOT.rglob("*") if path.is_file() and _is_ours(path.relative_to(ROOT)))


def _is_ours(path: Path) -> bool:
    folders = path.parts[:-1]
    return not any(part in NOT_OURS or (part.startswith(".") and part != ".ci") for part in folders)


def modules(*folders: str) -> list[Path]:
    """Python files in these top-level folders, relative to the root."""
    inside = (path.relative_to(ROOT) for path in files() if path.suffix == ".py")
    return [path for path in inside if path.parts[0] in folders]


def tree(module: Path) -> ast.Module:
    """The module's syntax tree; `module` is relative to the root."""
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), filename=str(module))


def dotted(node: ast.AST) -> str:
    """`a.b.c` as written, with `()` for a call on the way; empty where it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return ""
