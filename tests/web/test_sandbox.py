"""What a worker has given up: each rule of the filter read and tried, memory, core dumps, time."""

from __future__ import annotations

import os
import select
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from cnskg.query import sandbox, wire
from cnskg.query.job import Job
from cnskg.query.pool import Process
from cnskg.release.folder import Release
from tests.support import ROOT

KILL, ALLOW = 0x80000000, 0x7FFF0000
UNIX, INET, INET6, NETLINK, PACKET = 1, 2, 10, 16, 17
NEVER = "ASK { GRAPH <urn:noise> { ?a <urn:next> ?x . ?b <urn:next> ?y . ?c <urn:next> ?z FILTER(?x + ?y + ?z < 0) } }"
#: The numbers of the calls as the kernel has them (arch/x86/entry/syscalls, include/uapi/asm-generic/unistd.h).
NUMBERS = {
    "x86_64": {"socket": 41, "execve": 59, "execveat": 322, "ptrace": 101, "io_uring_setup": 425},
    "aarch64": {"socket": 198, "execve": 221, "execveat": 281, "ptrace": 117, "io_uring_setup": 425},
}
#: Each call, and how a program in Python makes it; ours() is the number on this machine.
CALLS = {
    "socket": "socket.socket(socket.AF_INET)",
    "execve": "os.execv('/bin/true', ['true'])",
    "execveat": "os.execve(os.open('/bin/true', os.O_RDONLY), ['true'], {})",
    "ptrace": "call(ours('ptrace'), 0, 0, 0, 0)",
    "io_uring_setup": "call(ours('io_uring_setup'), 1, 0)",
}
HERE = sandbox.supported()


def verdict(machine: str, number: int, argument: int = 0, arch: int | None = None) -> int:
    """What the filter of a machine says to a system call: the program is carried out as the kernel would."""
    code = sandbox.program(machine)
    lines = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    known = struct.pack("=IIQQ", number, sandbox.MACHINES[machine][0] if arch is None else arch, 0, argument)
    at, held = 0, 0
    while True:
        operation, yes, no, operand = lines[at]
        at += 1
        if operation == 0x06:
            return operand
        if operation == 0x20:
            held = struct.unpack_from("=I", known, operand)[0]
        elif operation == 0x15:
            at += yes if held == operand else no
        elif operation == 0x35:
            at += yes if held >= operand else no
        else:
            raise AssertionError(operation)


def test_each_rule_is_tried() -> None:
    """The system calls that the filter knows, on every machine, have the kernel's numbers and are tried below."""
    assert {machine: calls for machine, (_, calls) in sandbox.MACHINES.items()} == NUMBERS
    assert all(set(calls) == set(CALLS) for calls in NUMBERS.values())


@pytest.mark.parametrize("machine", sandbox.MACHINES)
@pytest.mark.parametrize("name", CALLS)
def test_the_filter_kills(machine: str, name: str) -> None:
    """The program kills whoever makes a call of the table; a socket may be a local one, and no other."""
    number = sandbox.MACHINES[machine][1][name]
    if name == "socket":
        assert verdict(machine, number, UNIX) == ALLOW
        assert {verdict(machine, number, family) for family in (INET, INET6, NETLINK, PACKET, 0)} == {KILL}
    else:
        assert {verdict(machine, number, argument) for argument in (0, UNIX)} == {KILL}


@pytest.mark.parametrize("machine", sandbox.MACHINES)
def test_the_filter_has_no_way_round(machine: str) -> None:
    """Calls under the numbers of x32 or of another machine are killed; what a worker needs is let through."""
    number = sandbox.MACHINES[machine][1]["socket"]
    for call in (number, *range(0, 500, 7)):
        assert verdict(machine, 0x40000000 + call, UNIX) == KILL
        assert verdict(machine, call, UNIX, arch=0x40000003) == KILL
    others = set(range(440)) - set(sandbox.MACHINES[machine][1].values())
    assert {verdict(machine, call) for call in others} == {ALLOW}


def run(body: str) -> int:
    """Exit code of a program that knows the sandbox; negative: the signal that ended it."""
    head = (
        "import ctypes, os, platform, resource, signal, socket, time\n"
        "from cnskg.query import sandbox\n"
        "call = ctypes.CDLL(None).syscall\n"
        "ours = lambda name: sandbox.MACHINES[platform.machine()][1][name]\n"
    )
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}
    return subprocess.run([sys.executable, "-c", head + body], env=environment, timeout=60, check=False).returncode


@pytest.mark.skipif(not HERE, reason="there is no filter for this machine")
@pytest.mark.parametrize("name", [*CALLS, "x32"])
def test_the_kernel_kills(name: str) -> None:
    """A process under the filter that makes a call of the table, also by an x32 number, ends by SIGSYS."""
    body = CALLS.get(name, "call(0x40000000 + 39)")
    assert run(f"assert sandbox.deny_network()\n{body}") == -signal.SIGSYS
    assert run(body) != -signal.SIGSYS


@pytest.mark.skipif(not HERE, reason="there is no filter for this machine")
def test_a_worker_may_do_the_rest() -> None:
    """Under the filter a process opens local sockets and files, and forks."""
    assert run("sandbox.deny_network()\nsocket.socketpair()\nopen('/dev/null')\nos.wait() if os.fork() else None") == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("sandbox.limit_time(0.2)\ntime.sleep(10)", -signal.SIGALRM),
        ("signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\nsandbox.limit_time(0.1)\n"
         "while time.process_time() < 10: pass",
         -signal.SIGXCPU),
        ("sandbox.limit_time(0.2)\nsandbox.limit_time(0)\ntime.sleep(0.5)", 0),
    ],
    ids=["by the clock", "by processor time", "lifted"],
)  # fmt: skip
def test_a_process_ends_itself(body: str, code: int) -> None:
    """The timer ends a process by the clock, and by its processor time; lifted, it does neither."""
    assert run(body) == code


def test_a_worker_opens_its_store_in_little_memory(sample: Release, tmp_path: Path) -> None:
    """A cap on memory far below the smallest that may be set is kept each time, in whatever order the threads start."""
    for number in range(12):
        process = Process(sample.store, 400)
        with (tmp_path / "answer").open("w+b") as file:
            wire.send(process.channel, Job("ASK {}", "text/csv", "text/turtle", 1 << 20).message(60), [file.fileno()])
            assert process.ready(select.POLLIN, 60)
            assert wire.receive(process.channel) is not None, (number, process.verdict())
        process.end()


def test_a_worker_ends_itself_when_its_pool_is_gone(sample: Release, tmp_path: Path) -> None:
    """A worker to which nobody attends is over when the time of its job is, even in the middle of the engine's work."""
    process = Process(sample.store, 1024)
    with (tmp_path / "answer").open("w+b") as file:
        job = Job(NEVER, "text/csv", "text/turtle", 1 << 20)
        wire.send(process.channel, job.message(0.5), [file.fileno()])
        assert process.popen.wait(timeout=60) in (-signal.SIGALRM, -signal.SIGXCPU)
    process.end()
