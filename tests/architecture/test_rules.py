"""Holds the rules of the tree that neither the linter nor import-linter can see; prose alone would rot."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import CODE, ROOT, dotted, files, modules, tree

Rule = Callable[[ast.Module], Iterator[ast.AST]]

TASKS = Path("bot/tasks.py")

# Each broad catch logs before anything else.
BROAD_EXCEPT = {
    Path("bot/tasks.py"): "the supervisor: one failed task must not take the others along",
    Path("bot/services/deliver.py"): "one row of the outbox: a notice that cannot be sent must not stop the rest",
    Path("bot/services/incoming.py"): "the update error handler: one odd update must not hold up the others",
}

CYRILLIC_ALLOWED = {
    "bot/sources/ukraine_alarm_reasons.py": "reads the reasons that a source writes in Ukrainian",
    "bot/domain/phrases": "reads what people type in Ukrainian",
    "bot/domain/shelters/finding.py": "reads what people type in Ukrainian",
    "bot/domain/outlines.py": "reads what maps call areas in Ukrainian",
    "bot/sources/registers": "reads what registers say in Ukrainian",
}

DETACHING = {"create_task", "ensure_future"}
CLOCKLESS = ("bot/domain/", "bot/services/", "handlers/")
CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")
ENVIRONMENT = re.compile(r"(^|\.)environ$")
EFFECTS = re.compile(r"(^|\.)(open|read_text|read_bytes|mkdir|getenv|get_event_loop|create_(async_)?engine)\(\)$")
CYRILLIC = re.compile("[\u0400-\u04ff]")

# Spelt in pieces, so that this file obeys its own rule.
MACHINE_PATHS = [f"/{name}/" for name in ("work", "home", "root")]
PACKAGE_INDEXES = [".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("npmjs", "org"))]


def places(module: Path, nodes: Iterator[ast.AST]) -> list[str]:
    return [f"{module}:{getattr(node, 'lineno', 0)}" for node in nodes]


def gather(wrong: Iterator[list[str]]) -> str:
    return "\n".join(line for lines in wrong for line in lines)


def detached_tasks(module: ast.Module) -> Iterator[ast.AST]:
    groups = {
        item.optional_vars.id
        for node in ast.walk(module)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if dotted(item.context_expr).endswith("TaskGroup()") and isinstance(item.optional_vars, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in DETACHING:
            if dotted(node.value) not in groups:
                yield node
        elif isinstance(node, ast.ImportFrom) and any(alias.name in DETACHING for alias in node.names):
            yield node


def clock_reads(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and CLOCKS.search(dotted(node)):
            yield node


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Ends with a bare `raise`: it undoes something and swallows nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def broad_catches(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler) and not passes_on(node):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in caught):
                yield node


def run_on_import(node: ast.AST) -> Iterator[ast.AST]:
    """What Python executes while it imports: everything but the bodies of functions and `if __name__` blocks."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "__name__" in {dotted(part) for part in ast.walk(child.test)}:
            continue
        yield child
        yield from run_on_import(child)


def import_effects(module: ast.Module) -> Iterator[ast.AST]:
    for node in run_on_import(module):
        if EFFECTS.search(dotted(node)) if isinstance(node, ast.Call) else ENVIRONMENT.search(dotted(node)):
            yield node


def cyrillic_literals(module: ast.Module) -> Iterator[ast.AST]:
    notes = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in notes else None
        if isinstance(text, str) and CYRILLIC.search(text):
            yield node


def test_only_one_module_detaches_tasks() -> None:
    assert not gather(places(path, detached_tasks(tree(path))) for path in modules(*CODE) if path != TASKS)


def test_decisions_are_given_the_time_and_never_read_it() -> None:
    inside = [path for path in modules(*CODE) if path.as_posix().startswith(CLOCKLESS)]

    assert not gather(places(path, clock_reads(tree(path))) for path in inside)


def test_a_broad_except_lives_only_where_it_must() -> None:
    assert not gather(places(path, broad_catches(tree(path))) for path in modules(*CODE) if path not in BROAD_EXCEPT)


def test_importing_does_nothing() -> None:
    assert not gather(places(path, import_effects(tree(path))) for path in modules(*CODE))


def test_every_module_says_why_it_exists() -> None:
    inside = [path for path in modules(*CODE) if path.name != "__init__.py"]

    assert not [str(path) for path in inside if not ast.get_docstring(tree(path))]


def test_package_files_are_empty() -> None:
    package_files = [path for path in modules(*CODE, "tests", "benchmarks") if path.name == "__init__.py"]

    assert not [str(path) for path in package_files if (ROOT / path).read_bytes().strip()]


def test_people_are_spoken_to_from_texts_and_not_from_code() -> None:
    inside = [path for path in modules("bot", "handlers") if not path.as_posix().startswith(tuple(CYRILLIC_ALLOWED))]

    assert not gather(places(path, cyrillic_literals(tree(path))) for path in inside)


def test_no_file_names_a_machine_or_a_package_index() -> None:
    wrong = []
    for path in files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        wrong += [f"{path.relative_to(ROOT)}: {word}" for word in MACHINE_PATHS + PACKAGE_INDEXES if word in text]

    assert not wrong


# A rule that cannot fail holds nothing: each is shown what it forbids, and what it must let pass.
RULES = [
    (detached_tasks, "asyncio.create_task(f())", True),
    (detached_tasks, "asyncio.get_running_loop().create_task(f())", True),
    (detached_tasks, "from asyncio import ensure_future", True),
    (detached_tasks, "async def f():\n async with asyncio.TaskGroup() as group:\n  group.create_task(g())", False),
    (clock_reads, "now = datetime.now(UTC)", True),
    (clock_reads, "now = datetime.datetime.utcnow()", True),
    (clock_reads, "field(default_factory=time.time)", True),
    (clock_reads, "now = clock.now()", False),
    (broad_catches, "try:\n f()\nexcept (ValueError, Exception):\n pass", True),
    (broad_catches, "try:\n f()\nexcept:\n pass", True),
    (broad_catches, "try:\n f()\nexcept ValueError:\n pass", False),
    (broad_catches, "try:\n f()\nexcept BaseException:\n undo()\n raise", False),
    (broad_catches, "try:\n f()\nexcept Exception as error:\n raise Fault from error", True),
    (import_effects, "TOKEN = os.environ['TOKEN']", True),
    (import_effects, "class A:\n words = Path('words').read_text()", True),
    (import_effects, "engine = sqlalchemy.create_engine(url)", True),
    (import_effects, "class State(StrEnum):\n open = 'open'\nfirst = State.open", False),
    (import_effects, "def f():\n return os.environ['TOKEN']", False),
    (import_effects, "if __name__ == '__main__':\n open('x')", False),
    (cyrillic_literals, "send('тривога')", True),
    (cyrillic_literals, "send(f'{kind} тривога')", True),
    (cyrillic_literals, "def f():\n 'Тривога.'\n return 1 # тривога", False),
]


@pytest.mark.parametrize(("rule", "code", "forbidden"), RULES)
def test_each_rule_sees_what_it_forbids(rule: Rule, code: str, forbidden: bool) -> None:
    assert bool(list(rule(ast.parse(code)))) is forbidden
