"""Run a command in an empty network namespace: only a loopback of its own, no way out. Linux only.

python tools/offline.py COMMAND [ARGUMENT...]

Where the machine does not let users make namespaces, it says so and what to do, and ends with 0: nothing was tried.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

INSIDE = "--inside"
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
"""From linux/sockios.h and linux/if.h."""
OUTSIDE = ("192.0.2.1", 443)
"""An address for documentation (RFC 5737): nothing answers there, but with a network there is a way to it."""
UNSHARE = ["--map-root-user", "--net"]

HELP = """SKIPPED: this machine does not let you make a network namespace, so nothing was run without a network.
Run it as root, allow user namespaces (sysctl kernel.unprivileged_userns_clone=1; on Ubuntu also
kernel.apparmor_restrict_unprivileged_userns=0), or in a container of its own: docker run --network none ..."""


def loopback_up() -> None:
    """Switch the loopback on, which is down in a new namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        request = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(probe, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | IFF_UP, b""))


def refuse_a_network() -> None:
    """End with an error if there is any way out."""
    names = [line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines()[2:]]
    with socket.socket() as probe:
        probe.settimeout(3)
        reached = probe.connect_ex(OUTSIDE)
    if names != ["lo"] or reached != ENETUNREACH:
        sys.exit(f"There is a network here: {', '.join(names)}; connecting ends with {os.strerror(reached)}.")


ENETUNREACH = 101


def main() -> None:
    """Make the namespace, then become the command in it."""
    arguments = sys.argv[1:]
    if arguments[:1] == [INSIDE]:
        loopback_up()
        refuse_a_network()
        print("No network: only a loopback. Running:", " ".join(arguments[1:]), flush=True)
        os.execvp(arguments[1], arguments[1:])  # noqa: S606  # the command is what this tool is for
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, *UNSHARE, "true"], check=False, capture_output=True).returncode:
        print(HELP)
        return
    os.execv(unshare, [unshare, *UNSHARE, sys.executable, __file__, INSIDE, *arguments])  # noqa: S606  # as above


if __name__ == "__main__":
    main()
