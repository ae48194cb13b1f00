"use strict";
(() => {
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const store = window.sessionStorage;
  const log = document.getElementById("log");
  const status = document.getElementById("status");
  const box = document.getElementById("question");
  const send = document.querySelector("#ask button");
  const keyForm = document.getElementById("key-form");
  const NUMERIC = new Set(["integer", "number", "money", "percent", "hours", "minutes", "days"]);
  let language = store.getItem("language") || document.documentElement.lang;
  let busy = false;

  const say = (name) => texts[language][name];

  function relabel() {
    document.documentElement.lang = language;
    for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
    box.placeholder = say("placeholder");
  }

  function add(parent, tag, text, className) {
    const node = document.createElement(tag);
    if (text !== undefined && text !== null) node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  }

  function written(value, kind, spoken) {
    if (value === null) return "—";
    if (typeof value === "number") {
      const digits = Number.isInteger(value) || kind === "integer" ? 0 : kind === "percent" ? 1 : 2;
      const text = value.toLocaleString(spoken, { maximumFractionDigits: digits });
      return kind === "percent" ? text + " %" : text;
    }
    return String(value);
  }

  function drawTable(parent, table, spoken) {
    if (!table.rows.length || (table.rows.length === 1 && table.columns.length === 1)) return;
    const frame = add(parent, "div", null, "scroll");
    frame.tabIndex = 0;
    const grid = add(frame, "table");
    const head = add(add(grid, "thead"), "tr");
    for (const column of table.columns) {
      const cell = add(head, "th", column.label, NUMERIC.has(column.kind) ? "number" : "");
      cell.scope = "col";
    }
    const body = add(grid, "tbody");
    for (const row of table.rows) {
      const line = add(body, "tr");
      row.forEach((value, at) => {
        const kind = table.columns[at].kind;
        add(line, "td", written(value, kind, spoken), NUMERIC.has(kind) ? "number" : "");
      });
    }
    if (table.rows.length < table.total) {
      // How many rows a cut list has at most is said with the answer, once.
      const text = say(table.truncated ? "showing_first" : table.chronological ? "showing_last" : "showing");
      add(parent, "p", text.replace("{shown}", table.rows.length).replace("{total}", table.total), "small");
    }
  }

  function ways(parent, entries) {
    if (!entries.length) return;
    const row = add(parent, "div", null, "ways");
    for (const [label, text, choice] of entries) {
      const button = add(row, "button", label);
      button.type = "button";
      button.addEventListener("click", () => ask(text, choice));
    }
  }

  // Only the path of a link counts: the page may be open under another name than PUBLIC_URL.
  const here = (link) => new URL(link, location.href).pathname;

  function draw(answer) {
    const article = add(log, "article", null, "bot");
    article.lang = answer.language;
    add(article, "p", answer.response, "headline");
    if (answer.definition) add(article, "p", answer.definition, "small");
    if (answer.table) drawTable(article, answer.table, answer.language);
    if (answer.links.image) {
      const image = add(article, "img");
      image.alt = answer.response;
      image.src = here(answer.links.image);
    }
    const facts = [...answer.assumptions];
    if (answer.freshness) facts.push(answer.freshness);
    if (answer.planner === "model") facts.push(say("ai"));
    if (facts.length) add(article, "p", facts.join(" · "), "small");
    const files = add(article, "p", null, "small");
    for (const kind of ["data", "code"]) {
      if (!answer.links[kind]) continue;
      const link = add(files, "a", say(kind));
      link.href = here(answer.links[kind]);
      link.setAttribute("download", "");
    }
    if (answer.sql) {
      const details = add(article, "details");
      details.open = answer.sql_asked;
      add(details, "summary", "SQL");
      add(details, "pre", answer.sql);
    }
    ways(article, (answer.clarification ? answer.clarification.choices : []).map((choice) => [choice.label, choice.label, choice.id]));
    ways(article, answer.suggestions.map((suggestion) => [suggestion.label, suggestion.text]));
    article.scrollIntoView({ block: "nearest" });
  }

  function fail(message) {
    const article = add(log, "article", null, "bot failed");
    add(article, "p", message, "headline");
    article.scrollIntoView({ block: "nearest" });
  }

  async function ask(text, choice) {
    if (busy || !text.trim()) return;
    busy = true;
    send.disabled = true;
    add(log, "article", text, "person").scrollIntoView({ block: "nearest" });
    status.textContent = say("working");
    const headers = { "Content-Type": "application/json", "Accept-Language": language };
    if (store.getItem("key")) headers.Authorization = "Bearer " + store.getItem("key");
    const request = { message: text };
    if (choice) request.choice = choice;
    if (store.getItem("session")) request.session_id = store.getItem("session");
    try {
      const response = await fetch("/v1/chat", { method: "POST", headers, body: JSON.stringify(request) });
      const answer = await response.json();
      if (response.ok) {
        store.setItem("session", answer.session_id);
        draw(answer);
      } else {
        if (response.status === 401) keyForm.hidden = false;
        fail(answer.error.message);
      }
    } catch {
      fail(say("unreachable"));
    }
    status.textContent = "";
    busy = false;
    send.disabled = false;
    box.focus();
  }

  document.getElementById("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value;
    if (busy) return;
    box.value = "";
    ask(text);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      document.getElementById("ask").requestSubmit();
    }
  });
  document.getElementById("new").addEventListener("click", () => {
    store.removeItem("session");
    log.replaceChildren();
    box.focus();
  });
  document.getElementById("language").addEventListener("click", () => {
    language = language === "es" ? "en" : "es";
    store.setItem("language", language);
    relabel();
  });
  keyForm.addEventListener("submit", (event) => {
    event.preventDefault();
    store.setItem("key", document.getElementById("key").value.trim());
    keyForm.hidden = true;
    box.focus();
  });
  keyForm.hidden = !(texts.needsKey && !store.getItem("key"));
  relabel();
})();
