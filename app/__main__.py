"""``python -m app``: ``panel serve app`` with the flags that the app needs.

Environment: PORT (5006), ADDRESS to listen on (127.0.0.1), ALLOW_ORIGINS, the hosts under which browsers see the
page, as ``host:port`` separated by commas (this machine), EMBED_ORIGINS, the origins whose pages may embed it
(everybody's), and MAX_VISITORS at once (600).
"""

import os
import re
import signal
import socket
import sys
from pathlib import Path

APP = Path(__file__).resolve().parent


def main() -> None:
    # In a container the first process has no action for the signal but its own, and compiling takes a minute.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    port = os.environ.get("PORT") or "5006"
    if not _is_port(port):
        sys.exit(f"PORT must be a whole number from 1 to 65535, not {port!r}")
    address = os.environ.get("ADDRESS") or "127.0.0.1"
    _refuse_unusable(address, int(port))
    host = "localhost" if address in ("0.0.0.0", "::", "127.0.0.1", "::1") else address
    origins = _origins(os.environ.get("ALLOW_ORIGINS") or f"{host}:{port},localhost:{port},127.0.0.1:{port}")

    # `python path/to/app` puts app/ itself on the path, not its parent.
    if str(APP.parent) not in sys.path:
        sys.path.insert(0, str(APP.parent))
    _refuse_unread()
    # Slow to import, so after the checks.
    from panel.command import main as panel

    from app.server import ready

    ready.address = f"http://{host}:{port}/app"
    sys.argv = ["panel", "serve", str(APP), *_flags(address, port, origins)]
    panel()


def _flags(address: str, port: str, origins: list[str]) -> list[str]:
    return [
        *("--address", address),
        *("--port", port),
        *(flag for origin in origins for flag in ("--allow-websocket-origin", origin)),
        *("--log-level", os.environ.get("BOKEH_PY_LOG_LEVEL") or "warning"),
    ]


def _is_port(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,5}", text) is not None and 1 <= int(text) <= 65535


def _origins(text: str) -> list[str]:
    origins = list(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))
    for origin in origins:
        host, colon, port = origin.partition(":")
        if not re.fullmatch(r"[\w.*-]+", host) or (colon and not _is_port(port)):
            sys.exit(
                "ALLOW_ORIGINS must be hosts such as race.example.org or localhost:5006, "
                f"separated by commas and without http://, not {origin!r}"
            )
    return origins


def _refuse_unread() -> None:
    from app.server import door, policy

    try:
        policy.ancestors()
        door.max_visitors()
    except ValueError as error:
        sys.exit(str(error))


def _refuse_unusable(address: str, port: int) -> None:
    try:
        socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET).close()
    except OSError as error:
        sys.exit(f"Cannot listen on ADDRESS={address} PORT={port}: {error.strerror}")


if __name__ == "__main__":
    main()
