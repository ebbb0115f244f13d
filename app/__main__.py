"""``python -m app``: ``panel serve app`` with the flags that the app needs.

Environment: PORT (5006), ADDRESS to listen on (127.0.0.1) and ALLOW_ORIGINS, the hosts under which
browsers see the page, as ``host:port`` separated by commas (this machine).
"""

import os
import re
import socket
import sys
from pathlib import Path

APP = Path(__file__).resolve().parent


def main() -> None:
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
    # Slow to import, so after the checks.
    from panel.command import main as panel

    print(f"Optimizer Race: open http://{host}:{port}/app", flush=True)
    sys.argv = ["panel", "serve", str(APP), *_flags(address, port, origins)]
    panel()


def _flags(address: str, port: str, origins: list[str]) -> list[str]:
    return [
        *("--address", address),
        *("--port", port),
        *(flag for origin in origins for flag in ("--allow-websocket-origin", origin)),
        # Bytes. The page sends small changes only.
        *("--websocket-max-message-size", "100000"),
        # Milliseconds.
        *("--unused-session-lifetime", "15000"),
        *("--check-unused-sessions", "5000"),
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


def _refuse_unusable(address: str, port: int) -> None:
    try:
        socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET).close()
    except OSError as error:
        sys.exit(f"Cannot listen on ADDRESS={address} PORT={port}: {error.strerror}")


if __name__ == "__main__":
    main()
