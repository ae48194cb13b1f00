"""``python -m bots.healthcheck``: ends with 0 when the server of this container is well. For HEALTHCHECK and probes."""

from __future__ import annotations

import os
import ssl
import sys
import urllib.error
import urllib.request

SECONDS = 4.0


def address() -> str:
    """Where the server of this environment listens, from here."""
    host = os.environ.get("API_HOST") or "127.0.0.1"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - what it listens on, not we
    scheme = "https" if os.environ.get("SSL_CERT_PATH") else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{os.environ.get('API_PORT') or '8000'}/health"


def main() -> int:
    """0 when ``/health`` answers 200, else 1 with the reason on standard error."""
    # The certificate is for the public name; from inside only whether it answers counts.
    context = ssl._create_unverified_context()  # noqa: S323
    try:
        with urllib.request.urlopen(address(), timeout=SECONDS, context=context) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (OSError, urllib.error.URLError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
