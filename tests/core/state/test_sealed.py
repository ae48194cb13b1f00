"""What the plant's rows are in, in the state: sealed with the newest key, opened by each, and sealed anew on demand."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, update

from core.conversation.sessions import SessionStore
from core.delivery.adapter import Step
from core.delivery.beside_steps import BesideSteps
from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.stored_steps import StoredSteps
from core.kernel.messages import Artifact
from core.state.database import State
from core.state.resealing import NoKeys, Resealed, reseal
from core.state.seals import MARK, Seals, StillSealed
from core.state.tables import results
from tests.core.helpers import plan, question, reply, result

ONE, TWO = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET = b"secret"
FILE = Artifact(
    kind="data", path="20261122T120000-0123456789ab/data_0.csv", filename="a.csv", media_type="text/csv", size=9
)
STEPS = [
    Step(index=0, kind="message", payload={"text": "Línea 7"}),
    Step(index=1, kind="files", payload={"text": "Línea 8"}, optional=True),
]


def seals(*keys: str) -> Seals:
    return Seals(keys, SECRET)


async def answered(state: State, name: str = "q1") -> None:
    """A question with a result, an answer that shows its rows, a message to send and a file beside it."""
    store, inbox = SessionStore(state), Inbox(state)
    asked = question(name)
    given = reply(name, rows=result(5), text="Línea 9", artifacts=(FILE,))
    await store.record(await store.load(asked), asked, plan(sql="SELECT 1"), result(5), given)
    await inbox.put(f"e-{name}", asked)
    (item,) = await inbox.lease("me", ["fake"], limit=9, seconds=60)
    await Outbox(state).store(item, STEPS)
    await StoredSteps(state).done(item)


async def everything(state: State, name: str = "q1") -> None:
    """All of it is read back as it was given."""
    store = SessionStore(state)
    kept = await store.reply(name)
    assert kept is not None and kept.text == "Línea 9" and kept.rows == result(5).rows
    assert (await store.load(question("next"))).last_result == result(5)
    assert [turn.reply.text for turn in await store.past(question().thread)] == ["Línea 9"]
    assert await store.artifacts(question().thread) == (FILE,)
    assert [one.step for one in await StoredSteps(state).load(name)] == STEPS


@pytest.mark.parametrize(("keys", "found"), [((), True), ((ONE,), False)])
async def test_no_row_of_the_plant_is_found_in_the_file(sqlite_url: str, keys: tuple[str, ...], found: bool) -> None:
    state = await State.open(sqlite_url, seals=seals(*keys))
    await answered(state)
    await everything(state)
    await state.close()
    file = Path(sqlite_url.partition("///")[2])
    content = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*") if path.is_file())
    assert ("Línea 7".encode() in content, "Línea 9".encode() in content) == (found, found)


async def test_a_change_of_keys_locks_nobody_out_and_ends_with_the_new_one_alone(state: State) -> None:
    await answered(state)  # in the open
    state.seals = seals(ONE)
    await everything(state)
    await answered(state, "q2")
    state.seals = seals(TWO, ONE)
    assert await reseal(state) == Resealed(anew=8)  # of each question a result, an answer and two steps
    assert await reseal(state) == Resealed()
    state.seals = seals(TWO)
    for name in ("q1", "q2"):
        kept = await SessionStore(state).reply(name)
        assert kept is not None and kept.rows == result(5).rows
        assert [one.step for one in await StoredSteps(state).load(name)] == STEPS


async def test_what_no_key_opens_stays_and_is_counted(state: State) -> None:
    state.seals = seals(ONE)
    await answered(state)
    state.seals = seals(TWO)
    await answered(state, "q2")
    assert await reseal(state) == Resealed(lost=4)
    store = SessionStore(state)
    for lost in (store.reply("q1"), store.past(question().thread), StoredSteps(state).load("q1")):
        with pytest.raises(StillSealed) as raised:
            await lost
        assert "ENCRYPTION_KEYS" in raised.value.message("es")
    with pytest.raises(StillSealed):  # and not a list that says nothing of it
        await store.artifacts(question().thread)
    assert await store.latest(question().thread, FILE.kind) == FILE  # the newest, which opens
    assert await store.files(question().thread) == {FILE.path}  # whoever forgets needs no key
    assert (await store.load(question("next"))).last_result == result(5)
    state.seals = seals(TWO, ONE)
    assert await reseal(state) == Resealed(anew=4)


async def test_a_file_beside_an_answer_that_no_key_opens_holds_no_other_up(state: State) -> None:
    state.seals = seals(ONE)
    await answered(state)
    state.seals = seals(TWO)
    await answered(state, "q2")
    beside = BesideSteps(state)
    taken = await beside.take("me", ["fake"], limit=9, seconds=60)
    assert [(one.question.id, one.step) for one in taken] == [("q2", STEPS[1])]
    assert await beside.waiting() == 1


async def test_what_changed_while_it_was_sealed_anew_stays_as_it_was_changed(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answered(state)
    state.seals = seals(ONE)
    write = state.write

    async def later(work, **options):
        def other(connection: Connection) -> None:
            connection.execute(update(results).values(body=b"newer"))

        await write(other)
        monkeypatch.setattr(state, "write", write)
        return await write(work, **options)

    monkeypatch.setattr(state, "write", later)
    assert await reseal(state) == Resealed(anew=3)
    assert await state.read(lambda connection: bytes(connection.execute(results.select()).one().body)) == b"newer"


async def test_without_keys_there_is_nothing_to_seal_with(state: State) -> None:
    with pytest.raises(NoKeys) as raised:
        await reseal(state)
    assert "maintbot keys new" in raised.value.message("en")


def test_texts_and_bytes_are_sealed_alike() -> None:
    one, both = seals(ONE), seals(TWO, ONE)
    text = one.seal_text("área")
    assert text.encode().startswith(MARK) and both.open_text(text) == "área"
    assert one.resealed(text.encode()) is None
    anew = both.resealed(text.encode())
    assert anew is not None and seals(TWO).open(anew) == "área".encode()
    assert seals().seal_text("área") == "área" == both.open_text("área")
    with pytest.raises(StillSealed):
        seals().open_text(text)
