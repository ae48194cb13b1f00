// An answer on the page: the sentence, how it was counted, chart, table, files, what to ask next.
import { button, h, icon } from "./dom.js";
import { figure, here } from "./chart.js";
import { Grid } from "./table.js";
import { thumbs } from "./feedback.js";

/**
 * @param {object} answer as the API gives it
 * @param {object} page what an answer needs of the page: api, words, announce(text), complain(text), ask(text, more),
 *   settle()
 */
export function drawn(answer, around) {
  // All of an answer speaks its language, the page around it may speak the other one.
  const page = { ...around, words: around.words.in(answer.language) };
  const { words } = page;
  // A button speaks of the answer that it stands under, however old that is.
  const about = answer.question_id;
  const node = h("div.bot", { lang: answer.language });
  node.append(h("p.headline", {}, answer.headline.map((span) => (span.bold ? h("strong", {}, span.text) : span.text))));
  if (answer.definition) node.append(h("p.definition", {}, answer.definition));
  const choices = answer.clarification?.choices ?? [];
  if (choices.length) {
    const ways = choices.map((choice) => button(choice.label, () => page.ask(choice.label, { choice: choice.id, about })));
    node.append(h("div.ways.choices", {}, ways));
  }
  const drawing = Boolean(answer.links.image);
  if (drawing) node.append(figure(answer, words, page.settle));
  if (answer.table && shows(answer.table)) {
    const table = new Grid(answer, page).node;
    // The chart has shown the same rows: who wants their figures opens them.
    node.append(drawing ? h("details", {}, h("summary", {}, words.say("showTable")), table) : table);
  }
  node.append(...scope(answer, page), ...facts(answer, words));
  const files = inOrder(answer.files).map((file) => download(file, words));
  const { pair, reason } = thumbs(answer, page);
  const judged = answer.action !== "help";
  if (files.length || judged) node.append(h("div.row", {}, h("div.files", {}, files), judged && pair), reason);
  const offered = new Set(answer.scope.map((part) => part.text));
  const suggestions = answer.suggestions.filter((one) => !offered.has(one.text));
  if (suggestions.length) {
    const next = suggestions.map((one) => button(one.label, () => page.ask(one.text, { about }), { className: "chip" }));
    node.append(h("div.ways.next", { attrs: { role: "group" }, aria: { label: words.say("next") } }, next));
  }
  if (answer.sql) {
    const sql = h("details", { open: answer.sql_asked }, h("summary", {}, words.say("sql")));
    sql.append(h("pre", { tabIndex: 0 }, answer.sql));
    node.append(sql);
  }
  return node;
}

/** One row of one number: the headline has said it. */
export function shows(table) {
  return table.texts.length > 0 && !(table.total === 1 && table.columns.length === 1);
}

/** The answer's limits: those in force can be taken away, those that were let go of brought back. */
function scope(answer, page) {
  const { words } = page;
  const chips = answer.scope.map((part) => {
    if (part.state === "dropped") {
      const label = words.say("bringBack", { what: part.label });
      const back = () => page.ask(part.text, { about: answer.question_id });
      return button([h("span.sign", {}, "+"), part.label], back, { className: "chip dropped", label });
    }
    const message = words.say("without", { what: part.label });
    const press = () => page.ask(message, { choice: part.id, about: answer.question_id });
    const mark = part.state === "kept" && h("span.kept", {}, words.say("kept"));
    const label = words.say(part.state === "kept" ? "dropKept" : "drop", { what: part.label });
    return button([mark, part.label, h("span.sign", {}, "×")], press, { className: "chip", label });
  });
  const label = words.say("scope");
  return chips.length ? [h("div.ways.scope", { attrs: { role: "group" }, aria: { label } }, chips)] : [];
}

function facts(answer, words) {
  const kept = answer.scope.filter((part) => part.state === "kept").map((part) => part.label);
  // The chips have said it.
  const said = answer.assumptions.filter((text) => !kept.length || !text.endsWith(kept.join("; ")));
  if (answer.freshness) said.push(answer.freshness);
  if (answer.planner === "model") said.push(words.say("ai"));
  return said.length ? [h("p.facts", {}, said.join(" · "))] : [];
}

/** What a file is called on its link: by what opens it. */
export function nameOf(file) {
  const ending = file.filename.slice(file.filename.lastIndexOf(".") + 1).toLowerCase();
  return { xlsx: "excel", csv: "csv", py: "code" }[ending] ?? "file";
}

/** The files to offer, what people open first before what programs do; the picture is on the page. */
export function inOrder(files) {
  const place = (file) => ["excel", "csv", "code", "file"].indexOf(nameOf(file));
  return files.filter((file) => file.kind !== "image").sort((one, other) => place(one) - place(other));
}

function download(file, words) {
  const link = h("a.file", { href: here(file.link), download: file.filename, title: file.filename });
  link.append(icon("M12 4v11M7 11l5 5 5-5M5 20h14"), words.say(nameOf(file), { name: file.filename }));
  return link;
}
