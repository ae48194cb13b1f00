// The page's modules without a browser: what is cut, counted, remembered and understood.
import assert from "node:assert/strict";
import { test } from "node:test";

const load = (name) => import(new URL(`../../../../adapters/rest/web/static/${name}.js`, import.meta.url));
const { Events } = await load("sse");
const { beyond, breaking, turned, sortedNext } = await load("table");
const { asLines } = await load("clipboard");
const { recalled } = await load("composer");
const { completed } = await load("completions");
const { expanded, matching, opened } = await load("commands");
const { Store } = await load("store");
const { Words } = await load("words");
const { differences } = await load("threads");
const { addressOf, threadOf } = await load("address");
const { kept, newId } = await load("conversation");
const { inOrder, nameOf, shows } = await load("answer");
const { here } = await load("chart");
const { Api, Failure } = await load("api");

test("events are whole however the stream was cut", () => {
  const wire = 'event: progress\ndata: {"stage":"querying"}\n\n: waiting\n\nevent: answer\ndata: {"a":\ndata: 1}\n\nevent: la';
  const expected = [
    { name: "progress", data: '{"stage":"querying"}' },
    { name: "answer", data: '{"a":\n1}' },
  ];
  for (let size = 1; size <= wire.length; size += 1) {
    const events = new Events();
    const found = [];
    for (let at = 0; at < wire.length; at += size) found.push(...events.push(wire.slice(at, at + size)));
    assert.deepEqual(found, expected, `cut every ${size}`);
  }
});

test("a pager stays within the rows, and its last page is full", () => {
  const page = { start: 10, size: 10, total: 22 };
  assert.equal(turned("back", page), 0);
  assert.equal(turned("on", page), 12);
  assert.equal(turned("last", page), 12);
  assert.equal(turned("first", page), 0);
  assert.equal(turned("back", { ...page, start: 3 }), 0);
  assert.equal(turned("last", { start: 0, size: 10, total: 4 }), 0);
});

test("a column sorts upwards, downwards, and then as the answer had it", () => {
  const up = sortedNext(null, 2);
  assert.deepEqual(up, { column: 2, descending: false });
  const down = sortedNext(up, 2);
  assert.deepEqual(down, { column: 2, descending: true });
  assert.equal(sortedNext(down, 2), null);
  assert.deepEqual(sortedNext(down, 0), { column: 0, descending: false });
});

test("a copied table keeps its cells apart", () => {
  assert.equal(asLines([["a", "b"], ["x\ty", "1\n2"]]), "a\tb\nx y\t1 2");
});

test("the arrow up brings earlier questions back and never what is being written", () => {
  const asked = ["one", "two"];
  assert.equal(recalled(asked, null, true, ""), 1);
  assert.equal(recalled(asked, 1, true, "two"), 0);
  assert.equal(recalled(asked, 0, true, "one"), 0);
  assert.equal(recalled(asked, 0, false, "one"), 1);
  assert.equal(recalled(asked, 1, false, "two"), null);
  assert.equal(recalled(asked, null, true, "being written"), undefined);
  assert.equal(recalled(asked, 1, true, "two, changed"), undefined);
  assert.equal(recalled(asked, null, false, ""), undefined);
  assert.equal(recalled([], null, true, ""), undefined);
});

test("a completion takes the place of what was begun, and only of that", () => {
  assert.deepEqual(completed("paro de bom", 8, 11, "bombas"), { text: "paro de bombas ", caret: 15 });
  assert.deepEqual(completed("paro de bom este mes", 8, 11, "bombas"), { text: "paro de bombas este mes", caret: 15 });
});

const COMMANDS = [
  { names: { es: "equipos", en: "equipment" }, does: { es: "d", en: "d" }, asks: { es: "equipos por estado", en: "equipment by status" }, with: { es: "equipos {words}", en: "equipment {words}" } },
  { names: { es: "nueva", en: "new" }, does: { es: "otra", en: "another" }, act: "new" },
];

test("a command is a question, an act, or no command at all", () => {
  assert.equal(expanded("/equipos", COMMANDS, "es").text, "equipos por estado");
  assert.equal(expanded("/Equipos  de Bottling ", COMMANDS, "es").text, "equipos de Bottling");
  assert.equal(expanded("/equipment", COMMANDS, "es").text, "equipment by status");
  assert.equal(expanded("/new", COMMANDS, "en").act, "new");
  assert.equal(expanded("OT 3/4", COMMANDS, "es").text, "OT 3/4");
  assert.deepEqual(expanded("/nada de eso", COMMANDS, "es"), { text: "", unknown: "nada" });
  assert.deepEqual(expanded("/ 3", COMMANDS, "es"), { text: "/ 3" });
});

test("what stands behind a command is completed as in the question that it stands for", () => {
  assert.deepEqual(opened("/equipos de bot", COMMANDS), { before: "equipos ", start: 9 });
  assert.deepEqual(opened("/EQUIPMENT  bot", COMMANDS), { before: "equipment ", start: 12 });
  for (const text of ["/equipos", "/nueva x", "/nada x", "equipos "]) assert.equal(opened(text, COMMANDS), null, text);
});

test("commands are offered by their beginning", () => {
  assert.deepEqual(matching("/", COMMANDS, "es").map((one) => one.text), ["/equipos", "/nueva"]);
  assert.deepEqual(matching("/n", COMMANDS, "es"), [{ text: "/nueva", kind: "otra" }]);
  assert.deepEqual(matching("/nueva ", COMMANDS, "es"), []);
  assert.deepEqual(matching("n", COMMANDS, "es"), []);
});

function storage(broken = false) {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      if (broken) throw new Error("full");
      kept.set(key, value);
    },
  };
}

test("a question waits until it is answered, each thread its own", () => {
  const store = new Store(storage());
  store.wait("a", "first", {});
  store.wait("b", "other", { choice: "1" });
  store.wait("a", "second", {});
  assert.equal(store.waiting("a").text, "second");
  store.failed("a", "stopped");
  store.failed("nobody", "stopped");
  assert.deepEqual(store.waiting("a"), { thread: "a", text: "second", more: {}, why: "stopped" });
  store.wait("a", "second", {});
  assert.equal(store.waiting("a").why, undefined);
  store.answered("a");
  assert.equal(store.waiting("a"), null);
  assert.deepEqual(store.waiting("b").more, { choice: "1" });
  for (let at = 0; at < 80; at += 1) store.wait(`t${at}`, "x", {});
  assert.equal(store.all.length, 50);
  store.forget();
  assert.deepEqual(store.all, []);
});

test("a browser that keeps nothing breaks nothing", () => {
  const store = new Store(storage(true));
  store.wait("a", "first", {});
  store.language = "en";
  assert.equal(store.waiting("a"), null);
  assert.equal(store.language, null);
});

test("words are filled, in the page's language or the answer's, and a missing one is a fault", () => {
  const words = new Words({ es: { rows: "{from} a {to}", todayAt: "hoy {time}" }, en: { rows: "{from} to {to}", todayAt: "today {time}" } }, "es");
  assert.equal(words.say("rows", { from: 1, to: "{from}" }), "1 a {from}");
  assert.equal(words.in("en").say("rows", { from: 1, to: 2 }), "1 to 2");
  assert.throws(() => words.say("nothing"));
  assert.equal(words.count(12345), "12,345");
  const now = new Date(2026, 10, 22, 9, 5);
  assert.equal(words.moment(now.toISOString(), now), "hoy 09:05");
  assert.equal(words.moment(new Date(2026, 10, 1, 18, 30).toISOString(), now), "1 nov 2026 18:30");
  assert.equal(words.in("en").moment(new Date(2025, 10, 22, 9, 5).toISOString(), now), "22 Nov 2025 09:05");
});

test("conversations of one title are told apart, the others are not", () => {
  const session = (id, title, started) => ({ session_id: id, title, started_at: started });
  const found = differences([session("c", "OT", "10:01"), session("x", "paros", "10:01"), session("b", "OT", "10:01"), session("a", "OT", "09:00")], (at) => at);
  assert.deepEqual(Object.fromEntries(found), { a: "09:00", b: "10:01", c: "10:01 · 2" });
});

test("only a column that holds a long text of several words is broken over lines", () => {
  const text = { kind: "text" };
  assert.equal(breaking({ kind: "money" }, ["$1,200,300,400.00 and so on"]), "number");
  assert.equal(breaking({ kind: "date" }, ["22 nov 2026 08:15 x"]), "");
  assert.equal(breaking(text, ["WO-2026-03167-00000000000000000000001"]), "");
  assert.equal(breaking(text, ["abierta", "en espera de refacciones"]), "middling");
  assert.equal(breaking(text, ["x", "Preventive maintenance of the transfer pump"]), "long");
  assert.equal(breaking(text, []), "");
});

test("a column that is cut counts as out of sight, a pixel of rounding does not", () => {
  assert.equal(beyond([100, 200, 300], 250), 1);
  assert.equal(beyond([100, 200, 300.6], 300), 0);
  assert.equal(beyond([], 0), 0);
});

test("a thread's address is read back, whatever its name", () => {
  for (const name of ["a", "to be deleted", "ñ/%#&=t"]) assert.equal(threadOf(addressOf(name)), name);
  assert.equal(threadOf(""), null);
  assert.equal(threadOf("#t=%E0%A4%A"), null);
});

test("a failure is shown again unless the same was tried once more", () => {
  const turn = (text, answer) => ({ question: { text }, answer });
  const shown = kept([turn("a", null), turn("a", {}), turn("b", null), turn("c", {}), turn("d", null)]);
  assert.deepEqual(shown.map((one) => [one.question.text, Boolean(one.answer)]), [["a", true], ["b", false], ["c", true], ["d", false]]);
});

test("a thread's name is a UUID that is new each time", () => {
  assert.match(newId(), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

test("files are called by what opens them, and a table of one number is not shown", () => {
  assert.deepEqual(["a.xlsx", "a.b.CSV", "a.py", "a.zip"].map((filename) => nameOf({ filename })), ["excel", "csv", "code", "file"]);
  const files = [{ kind: "data", filename: "a.csv" }, { kind: "image", filename: "a.png" }, { kind: "workbook", filename: "a.xlsx" }];
  assert.deepEqual(inOrder(files).map(nameOf), ["excel", "csv"]);
  assert.equal(shows({ total: 1, columns: [{}], texts: [["7"]] }), false);
  assert.equal(shows({ total: 1, columns: [{}, {}], texts: [["7", "8"]] }), true);
  assert.equal(here("https://bot.example/files/x?y", "http://127.0.0.1:1/"), "/files/x");
});

function api(respond) {
  const words = new Words({ es: { unreachable: "sin red", signedOut: "entra otra vez" }, en: {} }, "es");
  const seen = { unauthorized: 0 };
  return [new Api(words, () => (seen.unauthorized += 1), respond), seen];
}

test("the stages are told and the answer is given", async () => {
  const body = 'event: progress\ndata: {"stage":"querying"}\n\nevent: answer\ndata: {"response":"ñ"}\n\n';
  const [one] = api(async () => new Response(body));
  const stages = [];
  assert.deepEqual(await one.ask({}, (stage) => stages.push(stage)), { response: "ñ" });
  assert.deepEqual(stages, ["querying"]);
});

test("every way to fail ends in a sentence for the person", async () => {
  const failing = async (respond) => {
    const [one, seen] = api(respond);
    const error = await one.ask({}, () => {}).then(() => null, (thrown) => thrown);
    assert.ok(error instanceof Failure);
    return [error, seen];
  };
  const [told] = await failing(async () => new Response('event: error\ndata: {"status":504,"error":{"code":"q","message":"tardó"}}\n\n'));
  assert.deepEqual([told.message, told.status], ["tardó", 504]);
  const [cut] = await failing(async () => new Response('event: progress\ndata: {"stage":"querying"}\n\n'));
  assert.equal(cut.message, "sin red");
  const [away] = await failing(async () => { throw new TypeError("no network"); });
  assert.deepEqual([away.message, away.status], ["sin red", 0]);
  const [proxy] = await failing(async () => new Response("<html>502</html>", { status: 502 }));
  assert.deepEqual([proxy.message, proxy.status], ["sin red", 502]);
  const [out, seen] = await failing(async () => Response.json({ error: { code: "unauthorized", message: "Authorization: Bearer" } }, { status: 401 }));
  assert.deepEqual([out.message, seen.unauthorized], ["entra otra vez", 1]);
});

test("who stops a question is told nothing of a failure", async () => {
  const [one] = api(async () => { throw Object.assign(new Error("stopped"), { name: "AbortError" }); });
  await assert.rejects(one.ask({}, () => {}), { name: "AbortError" });
});
