"""``python -m bots.healthcheck [ready|live]``: ends with 0 when the server of this container is well.

For HEALTHCHECK and for probes that run a command. ``ready``, the default, asks whether it takes questions; ``live``
only whether the process runs, for what kills a container that fails.
"""

from __future__ import annotations

import os
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence

SECONDS = 4.0
QUESTIONS = ("ready", "live")


def address(question: str = "ready") -> str:
    """Where the server of this environment listens, from here.

    Args:
        question: ``ready`` or ``live``.
    """
    host = os.environ.get("API_HOST") or "127.0.0.1"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - what it listens on, not we
    scheme = "https" if os.environ.get("SSL_CERT_PATH") else "http"
    port = os.environ.get("API_PORT") or "8000"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}/health/{question}"


def main(arguments: Sequence[str] = ()) -> int:
    """0 when it answers 200, 1 when not, with the reason on standard error; 2 for another question."""
    question = arguments[0] if arguments else "ready"
    if question not in QUESTIONS:
        print(f"ready or live, not {question}", file=sys.stderr)
        return 2
    # The certificate is for the public name; from inside only whether it answers counts.
    context = ssl._create_unverified_context()  # noqa: S323
    try:
        with urllib.request.urlopen(address(question), timeout=SECONDS, context=context) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (OSError, urllib.error.URLError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
