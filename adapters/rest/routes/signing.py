"""``POST /sign-in`` and ``POST /sign-out``: a person gives their key once for this browser."""

from __future__ import annotations

from aiohttp import web

from adapters.rest.http import access, bodies, signed_in
from adapters.rest.http.context import REST
from adapters.rest.http.errors import WrongKey
from adapters.rest.http.schemas import SignedIn


async def sign_in(request: web.Request) -> web.Response:
    """Set the cookie of the key's holder, and say who that is in a word that gives nothing of the key away.

    Raises:
        WrongKey: it is none of API_KEYS; counted against the address, so that keys cannot be guessed fast.
    """
    shared = request.app[REST]
    given = await bodies.read(request, bodies.SignInRequest)
    await shared.rate.hit(shared.core.rates, f"address {access.peer(request)}")
    key = access.key_of(given.key, shared.settings.api_keys)
    if key is None:
        raise WrongKey
    holder = access.holder_of(key)
    person = SignedIn(person=signed_in.name_of(holder, shared.core.secret))
    response = web.Response(text=person.model_dump_json(), content_type="application/json")
    secure = request.secure or (shared.settings.public_url or "").startswith("https:")
    signed_in.put(response, shared.core.secret, holder, secure=secure)
    return response


async def sign_out(request: web.Request) -> web.Response:
    """Take the cookie away. Nobody needs to be signed in for it."""
    response = web.Response(status=204)
    signed_in.take_away(response)
    return response
