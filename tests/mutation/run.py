"""Change the modules of the table in small ways, and tell which changes their tests do not notice.

`python -m tests.mutation.run [WORD]` takes the modules whose path holds WORD, or all. It prints the score of each
module and its survivors, as differences. Exit code 1 where a module could not be judged; survivors are for reading.

The mutants are made and run by mutmut, in a copy of the project: functions and methods only (no constants, no decorated
methods), with the tests that reach the changed function, in a fork of a process that has imported the libraries.
"""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.faults.plant import TOPS, copy

TABLE = Path(__file__).with_name("modules.toml")
AT_ONCE = 2
SEED = 20  # of the sample and of Hypothesis, so that two runs tell the same
LONGEST = 1200  # seconds for one module
#: What the process has imported from which each mutant is forked: other people's code only. Ours is imported anew,
#: since what it caches or computes at import would else be that of the sound code.
LIBRARIES = ("pytest", "hypothesis.strategies", "flask", "owlready2", "pyoxigraph", "pyshacl", "rdflib", "waitress")
PRELOADED = "preloaded.txt"
#: Lines that word a message are not changed: tests hold what is said by its sense, not by its letters.
WORDING = (r"\bhint\b", r"\bmessage = ")
#: mutmut's exit codes of a mutant. Others (a failed test, a time limit, a crash) say that it was noticed.
SURVIVED, UNREACHED = 0, {5, 33}
BROKEN = 255  # no test could be run: the change shows when the tests are loaded. Of all mutants, that is our mistake


@dataclass(frozen=True)
class Module:
    """One row of the table."""

    file: str
    tests: list[str]
    sample: int
    but: str = ""

    def configuration(self) -> str:
        """mutmut's setup.cfg for this module."""
        arguments = ["-m", "not slow and not browser", "-p", "no:cacheprovider", f"--hypothesis-seed={SEED}"]
        arguments += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # what is imported is not rewritten any more
        if self.but:
            arguments += ["-k", f"not ({self.but})"]
        settings = {
            "source_paths": ["cnskg"],
            "only_mutate": [self.file],
            "also_copy": [top for top in TOPS if top != "tests"],
            "do_not_mutate_patterns": list(WORDING),
            "pytest_add_cli_args_test_selection": self.tests,
            "pytest_add_cli_args": arguments,
            "process_isolation": "forkserver",
            "forkserver_warmup": "import",
            "preload_modules_file": PRELOADED,
            # Five seconds and three times what the tests take is long enough to call a mutant endless.
            "timeout_multiplier": "3.0",
            "timeout_constant": "5.0",
        }
        rows = [
            f"{name} = " + (v if isinstance(v, str) else "\n    " + "\n    ".join(v)) for name, v in settings.items()
        ]
        return "\n".join(["[mutmut]", *rows, ""])


@dataclass(frozen=True)
class Judged:
    """What became of a module's mutants: exit codes by name, the differences of the survivors, how many there are."""

    codes: dict[str, int]
    survivors: dict[str, str]
    total: int

    def line(self) -> str:
        """The figures in a line."""
        counts = Counter(
            "survived" if c == SURVIVED else "unreached" if c in UNREACHED else "noticed" for c in self.codes.values()
        )
        score = 100 * counts["noticed"] / max(1, len(self.codes))
        told = ", ".join(f"{counts[word]} {word}" for word in ("noticed", "survived", "unreached"))
        return f"{score:3.0f} %  {told}; {len(self.codes)} of {self.total} mutants"


def modules() -> list[Module]:
    """The table."""
    return [Module(**row) for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["module"]]


#: Several commands of mutmut in one process, each ended by a line of its own.
COMMANDS = """
import json, sys
from mutmut.__main__ import cli
for arguments in json.loads(sys.argv[1]):
    cli(arguments, standalone_mode=False)
    print("-- end")
"""


def mutmut(tree: Path, *commands: list[str]) -> str:
    """What commands of mutmut print in a tree; whether they went well is told by the files that they leave."""
    command = [sys.executable, "-c", COMMANDS, json.dumps(commands)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=LONGEST)
    return done.stdout + done.stderr


def codes(tree: Path, module: Module) -> dict[str, int | None]:
    """The exit code of each mutant of a module, None where it has not been run."""
    path = tree / "mutants" / f"{module.file}.meta"
    return json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"] if path.exists() else {}


def undecorated(text: str) -> str:
    """A module whose functions are decorated in statements of their own: mutmut passes over those with decorators."""
    lines = text.split("\n")
    functions = [n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.decorator_list]
    for function in reversed(functions):
        name = function.name
        outer = [f"{name} = ({ast.unparse(d)})({name})" for d in reversed(function.decorator_list)]
        body = lines[function.lineno - 1 : function.end_lineno]
        lines[function.decorator_list[0].lineno - 1 : function.end_lineno] = [*body, "", "", *outer]
    return "\n".join(lines)


def judge(tree: Path, module: Module) -> Judged:
    """Try a sample of a module's mutants. Raises RuntimeError where that cannot be done."""
    (tree / "setup.cfg").write_text(module.configuration(), encoding="utf-8")
    (tree / PRELOADED).write_text("\n".join(LIBRARIES), encoding="utf-8")
    code = tree / module.file
    code.write_text(undecorated(code.read_text(encoding="utf-8")), encoding="utf-8")
    # A name that no mutant has: mutmut makes the mutants, finds which tests reach them, and stops.
    said = mutmut(tree, ["run", "no-such-mutant"])
    names = sorted(codes(tree, module))
    if not names or not (tree / "mutants" / "mutmut-stats.json").exists():
        raise RuntimeError(said[-2000:])
    sample = sorted(random.Random(SEED).sample(names, min(module.sample, len(names))))
    said = mutmut(tree, ["run", "--max-children", str(AT_ONCE), *sample])
    ended = {name: code for name, code in codes(tree, module).items() if code is not None and name in sample}
    if len(ended) < len(sample) or set(ended.values()) == {BROKEN}:
        raise RuntimeError(said[-2000:])
    survivors = [name for name in sample if ended[name] == SURVIVED]
    shown = mutmut(tree, *(["show", name] for name in survivors)).split("-- end\n") if survivors else []
    return Judged(ended, dict(zip(survivors, map(changes, shown), strict=False)), len(names))


def changes(difference: str) -> str:
    """The lines that a difference takes away and puts in."""
    lines = [line for line in difference.splitlines() if line[:1] in "+-" and line[:3] not in ("---", "+++")]
    return "".join(f"        {line}\n" for line in lines)


def main(wanted: str = "") -> int:
    """Print the score and the survivors of each module; the exit code."""
    failed = 0
    for module in (m for m in modules() if wanted in m.file):
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="cnskg-mutants-") as folder:
            try:
                judged = judge(copy(Path(folder)), module)
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                failed += 1
                sys.stdout.write(f"{module.file}: NOT JUDGED\n{error}\n")
                continue
        for name, difference in judged.survivors.items():
            sys.stdout.write(f"    {name.rpartition('.')[2]}\n{difference}")
        sys.stdout.write(f"{module.file}: {judged.line()}; {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
