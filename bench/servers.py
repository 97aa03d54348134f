"""Starting and stopping the servers that are measured, each on one core."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER_CORE, LOAD_CORE = 0, 1
_PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and its process."""

    name: str
    port: int
    pid: int

    def url(self, target: str) -> str:
        """Return the address of a target on this server."""
        return f"http://127.0.0.1:{self.port}{target}"

    def processor_seconds(self) -> float:
        """Return the processor time that the server has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> tuple[float, float]:
        """Return resident memory and, of it, the share that is this process's own (PSS)."""
        kib = {"Rss": 0, "Pss": 0}
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in kib:
                kib[name] = int(rest.split()[0])
        return kib["Rss"] / 1024, kib["Pss"] / 1024


@contextmanager
def dalil(
    data_dir: Path, *, cache_mib: int | None = None, is_pinned: bool = True, **variables: str
) -> Iterator[Server]:
    """Serve a catalogue with the real command, and further settings; on its core if pinned."""
    environment = {"DALIL_DATA_DIR": str(data_dir), "DALIL_LOG_LEVEL": "WARNING", **variables}
    if cache_mib is not None:
        environment["DALIL_CACHE_MIB"] = str(cache_mib)
    port = _free_port()
    code = "from app.cli.main import app; app()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port)]
    with _running(
        "Dalil", command, port, "/health/ready", environment, is_pinned=is_pinned
    ) as server:
        yield server


@contextmanager
def bare(tape: Path) -> Iterator[Server]:
    """Serve a tape from memory, by the same server program with the same options."""
    port = _free_port()
    options = ["--http", "httptools", "--no-access-log", "--no-server-header"]
    command = [sys.executable, "-m", "uvicorn", "bench.bare:create_app", "--factory"]
    command += [*options, "--port", str(port), "--log-level", "warning"]
    with _running("bare ASGI", command, port, None, {"BARE_TAPE": str(tape)}) as server:
        yield server


@contextmanager
def datasette(program: str, database: Path) -> Iterator[Server]:
    """Serve a SQLite file with Datasette, read only and without its own caching headers."""
    port = _free_port()
    command = [program, "serve", "--immutable", str(database), "--port", str(port)]
    with _running("Datasette", command, port, "/-/versions.json", {}) as server:
        yield server


def fetch(url: str, headers: Mapping[str, str] | None = None) -> tuple[dict[str, str], bytes]:
    """Read one address."""
    asked = urllib.request.Request(url, headers=dict(headers or {}))
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return dict(answer.headers), answer.read()


@contextmanager
def _running(
    name: str,
    command: Sequence[str],
    port: int,
    ready: str | None,
    environment: Mapping[str, str],
    *,
    is_pinned: bool = True,
) -> Iterator[Server]:
    pinned = ["taskset", "-c", str(SERVER_CORE), *command] if is_pinned else command
    process = subprocess.Popen(pinned, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    server = Server(name, port, process.pid)
    try:
        _wait(server, process, ready)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:  # it is still indexing what was measured
            process.kill()
            process.wait()


def _wait(server: Server, process: "subprocess.Popen[bytes]", ready: str | None) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{server.name} ended with {process.returncode} at its start")
        try:
            _look(server, ready)
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{server.name} did not start")


def _look(server: Server, ready: str | None) -> None:
    if ready:
        fetch(server.url(ready))
    else:
        socket.create_connection(("127.0.0.1", server.port), timeout=1).close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
