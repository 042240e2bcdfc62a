"""Questions about the machine itself: Python, processor, memory, disk, network."""

from __future__ import annotations

import http.client
import json
import os
import platform
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import Final

from scriba.service.checkup import Finding, broken, doubtful, fine

_OLDEST_PYTHON: Final = (3, 11)

_VECTOR_FLAGS: Final = {"avx2": "AVX2", "avx512f": "AVX-512", "avx512_vnni": "AVX-512 VNNI", "avx_vnni": "AVX-VNNI"}
"""Flags of Linux and our name for each; the int8 arithmetic of recognition wants the later ones."""

_GIGABYTE: Final = 10**9
_LEAST_MEMORY: Final = 1 * _GIGABYTE
_GOOD_MEMORY: Final = 2 * _GIGABYTE
_LEAST_DISK: Final = 1 * _GIGABYTE
_GOOD_DISK: Final = 10 * _GIGABYTE
"""Three hours of recording take 350 MB while they are worked on, an upload up to 2.4 GB."""

_NETWORK_FILESYSTEMS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "glusterfs", "fuse.glusterfs", "lustre", "ceph"}
)


def python() -> Finding:
    """The interpreter."""
    version = platform.python_version()
    if sys.version_info < _OLDEST_PYTHON:
        return broken("Python", version, "Install Python 3.11 or newer, and run `make setup` again.")
    return fine("Python", f"{version}, {platform.system()} {platform.machine()}")


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> Finding:
    """Cores and the instructions that recognition is fast with."""
    cores = available_cores()
    counted = f"{cores} core{'s' if cores > 1 else ''}"
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return fine("Processor", counted)
    flags = _cpu_flags(cpuinfo)
    found = [name for flag, name in _VECTOR_FLAGS.items() if flag in flags]
    if flags and "avx2" not in flags:
        fix = "It will work, slowly. Choose a machine with AVX2, or set compute_type to float32 and compare."
        return doubtful("Processor", f"{counted}, no AVX2", fix)
    return fine("Processor", ", ".join([counted, *found]))


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cpu_flags(cpuinfo: Path) -> frozenset[str]:
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2] for line in lines if line.startswith("flags")), "").split())


def memory(meminfo: Path = Path("/proc/meminfo"), limit: Path = Path("/sys/fs/cgroup/memory.max")) -> Finding:
    """Memory that is free to use, a container's limit counted."""
    free = _free_memory(meminfo, limit)
    if free is None:
        return fine("Memory", "cannot be told on this system; 2 GB free are enough")
    detail = f"{free / _GIGABYTE:.1f} GB free"
    if free < _LEAST_MEMORY:
        return broken(
            "Memory", detail, "Free memory, or give the container more: the server needs 1 GB, 2 GB are good."
        )
    if free < _GOOD_MEMORY:
        return doubtful(
            "Memory", detail, "The default model fits. For several speech workers or larger models add more."
        )
    return fine("Memory", detail)


def _free_memory(meminfo: Path, limit: Path) -> int | None:
    try:
        lines = meminfo.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    free = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)
    try:
        ceiling = limit.read_text(encoding="ascii").strip()
    except OSError:
        return free
    return min(free, int(ceiling)) if free is not None and ceiling.isdigit() else free


def disk_space(folder: Path) -> Finding:
    """Room for uploads and work in progress."""
    free = shutil.disk_usage(nearest(folder)).free
    detail = f"{free / _GIGABYTE:.0f} GB free for {folder}"
    if free < _LEAST_DISK:
        return broken("Disk space", detail, "Free some, or name a folder on another disk with --data-dir.")
    if free < _GOOD_DISK:
        return doubtful("Disk space", detail, "Long recordings need room: 115 MB an hour, and the uploads themselves.")
    return fine("Disk space", detail)


def data_folder(folder: Path) -> Finding:
    """Whether the data directory can be written, and what is written is made durable."""
    try:
        with tempfile.TemporaryFile(dir=nearest(folder), prefix=".scriba-") as probe:
            probe.write(b"durable")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        fix = "Give this user the right to write there, or name another folder with --data-dir."
        return broken("Data directory", f"{folder} cannot be written: {error.strerror}", fix)
    return fine("Data directory", f"{folder} can be written" + ("" if folder.exists() else "; it will be made"))


def filesystem(folder: Path, mounts: Path = Path("/proc/mounts")) -> Finding:
    """Whether the data directory is on a local disk: SQLite's locks do not hold on network folders."""
    kind = _filesystem_of(nearest(folder).resolve(), mounts)
    if kind in _NETWORK_FILESYSTEMS:
        fix = "Name a folder on a local disk with --data-dir: a database on a network folder can be damaged."
        return broken("File system", f"{kind}, a network file system", fix)
    return fine("File system", kind or "cannot be told on this system; use a local disk")


def _filesystem_of(path: Path, mounts: Path) -> str:
    try:
        entries = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    holding = [(point, kind) for _, point, kind, *_ in entries if path.is_relative_to(point.replace("\\040", " "))]
    return max(holding, key=lambda entry: len(entry[0]), default=("", ""))[1]


def nearest(folder: Path) -> Path:
    """The folder itself, or its closest parent that exists."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())


def port(host: str, number: int) -> Finding:
    """Whether the server's port is free."""
    question = "Port"
    place = f"{host} port {number}"
    if number == 0:
        return fine(question, "a free one will be taken")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, number), family=family).close()
    except OSError as error:
        region = _region_of_server(host, number)
        if region is not None:
            return fine(question, f"a Scriba server answers on {place}, region {region}")
        fix = "Stop the program that uses it, or choose another one with --port."
        reason = (error.strerror or str(error)).partition(" (")[0]
        return broken(question, f"cannot listen on {place}: {reason}", fix)
    return fine(question, f"{place} is free")


def _region_of_server(host: str, number: int) -> str | None:
    """The region that a Scriba server on this port names; None when none answers."""
    connection = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), number, timeout=2)  # noqa: S104 (compared, not bound)
    try:
        connection.request("GET", "/health")
        answer = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return str(answer["region"]) if isinstance(answer, dict) and "region" in answer else None
