"""What can go wrong with a model call, and what each deserves: another try, a wait, or none.

A ``Fault`` never leaves this package: the client turns it into ``ModelUnavailable(detail=kind)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal

Kind = Literal[
    "connection",  # refused, reset, name not found, body cut
    "timeout",
    "server_error",  # 5xx, 408, 409
    "rate_limited",  # 429
    "no_quota",  # 429 insufficient_quota: paying helps, waiting does not
    "wrong_key",  # 401, 403
    "no_such_model",  # 404
    "bad_request",  # other 4xx
    "not_json",  # an HTML page, an empty body, half a JSON object
    "cut_stream",
    "corrupt_stream",
    "incomplete",  # ran into its own length limit
    "malformed",  # JSON that breaks the schema
    "content_filter",
    "circuit_open",
    "budget_spent",
    "not_configured",
]


@dataclass(frozen=True)
class Policy:
    """attempts: in all, for a fault of this kind. outage: counts towards opening the circuit.
    open_for: seconds that the circuit opens at once, since no later call can fare better."""

    attempts: int = 1
    outage: bool = False
    open_for: float | None = None


POLICIES: Final[Mapping[Kind, Policy]] = {
    "connection": Policy(attempts=3, outage=True),
    "timeout": Policy(attempts=2, outage=True),
    "server_error": Policy(attempts=3, outage=True),
    "rate_limited": Policy(attempts=4),
    "no_quota": Policy(open_for=60.0),
    "wrong_key": Policy(open_for=60.0),
    "no_such_model": Policy(open_for=60.0),
    "bad_request": Policy(),
    "not_json": Policy(attempts=2, outage=True),
    "cut_stream": Policy(attempts=2, outage=True),
    "corrupt_stream": Policy(attempts=2, outage=True),
    "incomplete": Policy(attempts=2),
    "malformed": Policy(attempts=2),
    "content_filter": Policy(),
    "circuit_open": Policy(),
    "budget_spent": Policy(),
    "not_configured": Policy(),
}


class Fault(Exception):
    """One failed attempt.

    Attributes:
        kind: which of the above.
        retry_after: seconds that the server asked us to wait, None when it did not say.
        parameter: the request field that the server refused, when it named one.
        dropped: True when that field has been left out since, so the same attempt is worth making again.
    """

    def __init__(self, kind: Kind, detail: str = "", *, retry_after: float | None = None, parameter: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind: Kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.parameter = parameter
        self.dropped = False

    @property
    def policy(self) -> Policy:
        """What this kind of fault deserves."""
        return POLICIES[self.kind]


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds to wait by ``retry-after-ms`` or ``Retry-After`` (RFC 9110: seconds or an HTTP date); None without."""
    milliseconds = headers.get("retry-after-ms")
    if milliseconds is not None:
        try:
            return max(0.0, float(milliseconds) / 1000)
        except ValueError:
            pass
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def from_status(status: int, body: Any, headers: Mapping[str, str]) -> Fault:
    """The fault that an HTTP status of 400 and above stands for.

    Args:
        body: the parsed JSON body, or None when it is not JSON.
    """
    raw = body.get("error", body) if isinstance(body, Mapping) else None
    error: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    code = str(error.get("code") or "")
    detail = f"HTTP {status} {code}".strip()
    wait = retry_after(headers)
    if status == 429:
        # Azure and OpenAI both name it in code or type; the message alone is not relied upon.
        if "insufficient_quota" in (code, str(error.get("type") or "")):
            return Fault("no_quota", detail)
        return Fault("rate_limited", detail, retry_after=wait)
    if status in (401, 403):
        return Fault("wrong_key", detail)
    if status == 404:
        return Fault("no_such_model", detail)
    if status in (408, 409) or status >= 500:
        return Fault("server_error", detail, retry_after=wait)
    if "content_filter" in code or code == "content_policy_violation":
        return Fault("content_filter", detail)
    return Fault("bad_request", detail, parameter=str(error.get("param") or ""))
