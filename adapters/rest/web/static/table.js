// A table of an answer: cells as the server wrote them, sorted and paged there over all rows, copied for a spreadsheet.
import { button, fill, h, icon } from "./dom.js";
import { asLines, copy } from "./clipboard.js";

const NUMERIC = new Set(["integer", "number", "money", "percent", "hours", "minutes", "days"]);
const AT_ONCE = 1000;

/** Where a page of a table begins and ends when one goes on, back, to its first or last rows. */
export function turned(way, { start, size, total }) {
  const last = Math.max(0, total - size);
  const wanted = { first: 0, back: start - size, on: start + size, last }[way];
  return Math.min(Math.max(0, wanted), last);
}

/** What a press on a column's head sorts by next: upwards, downwards, as the answer had it. */
export function sortedNext(sort, column) {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

export class Grid {
  /**
   * @param {object} answer as the API gives it
   * @param {import("./api.js").Api} api
   * @param {import("./words.js").Words} words
   * @param {(text: string) => void} announce
   */
  constructor(answer, api, words, announce) {
    this.answer = answer;
    this.api = api;
    this.words = words;
    this.announce = announce;
    const { table } = answer;
    this.size = Math.max(table.texts.length, 1);
    this.start = table.chronological ? table.total - table.texts.length : 0;
    this.sort = null;
    this.texts = table.texts;
    this.head = h("tr");
    this.body = h("tbody");
    this.foot = h("div.foot");
    const caption = h("caption.unseen", {}, answer.response);
    const grid = h("table", {}, caption, h("thead", {}, this.head), this.body);
    const label = words.say("table", {}, answer.language);
    this.scroll = h("div.scroll", { tabIndex: 0, attrs: { role: "region" }, aria: { label } }, grid);
    this.node = h("div.grid", {}, this.scroll, this.foot);
    this.draw();
  }

  draw() {
    const { table } = this.answer;
    const sortable = table.total > 1;
    fill(this.head, table.columns.map((column, at) => this.columnHead(column, table.heads[at], at, sortable)));
    fill(
      this.body,
      this.texts.map((row) => h("tr", {}, row.map((text, at) => cell(text, table.columns[at], at)))),
    );
    this.drawFoot();
  }

  columnHead(column, text, at, sortable) {
    const sorted = this.sort?.column === at;
    const className = NUMERIC.has(column.kind) ? "number" : "";
    const node = h("th", { scope: "col", className });
    if (sorted) node.setAttribute("aria-sort", this.sort.descending ? "descending" : "ascending");
    if (!sortable) return fill(node, text);
    const mark = h("span.mark", { aria: { hidden: "true" } }, sorted ? (this.sort.descending ? "↓" : "↑") : "");
    return fill(node, button([text, mark], () => this.load(this.start, sortedNext(this.sort, at), at)));
  }

  drawFoot() {
    const { total, truncated } = this.answer.table;
    const { words } = this;
    const shown = { from: words.count(this.start + 1), to: words.count(this.start + this.texts.length) };
    const said = words.say(truncated ? "rowsOfMore" : "rows", { ...shown, total: words.count(total) });
    const paged = total > this.size;
    fill(
      this.foot,
      paged && h("span.count", {}, said),
      paged && h("span.pager", {}, ["first", "back", "on", "last"].map((way) => this.turner(way))),
      button([icon("M9 9h11v11H9zM5 15H4V4h11v1"), words.say("copy")], () => this.copy(), { className: "plain small" }),
    );
  }

  turner(way) {
    const signs = { first: "«", back: "‹", on: "›", last: "»" };
    const to = turned(way, { start: this.start, size: this.size, total: this.answer.table.total });
    const node = button(signs[way], () => this.load(to, this.sort, way), {
      className: "plain",
      label: this.words.say(`page_${way}`),
      data: { way },
    });
    // Not disabled: a button that is loses the keyboard's place when its own press brought the end.
    if (to === this.start) node.setAttribute("aria-disabled", "true");
    return node;
  }

  /** @param {number|string} focus the column or the way whose button was pressed, which keeps the focus */
  async load(start, sort, focus) {
    if (start === this.start && sort === this.sort) return;
    const from = sort === this.sort ? start : 0;
    try {
      const page = await this.page(from, this.size, sort);
      this.start = from;
      this.sort = sort;
      this.texts = page.texts;
    } catch (error) {
      this.announce(error.message);
      return;
    }
    this.draw();
    const again = typeof focus === "number" ? `th:nth-child(${focus + 1}) button` : `[data-way=${focus}]`;
    this.node.querySelector(again)?.focus();
    if (typeof focus === "number") this.scroll.scrollTop = 0;
    this.announce(this.foot.querySelector(".count")?.textContent ?? "");
  }

  page(offset, limit, sort) {
    const asked = new URLSearchParams({ offset, limit });
    if (sort) {
      asked.set("sort", this.answer.table.columns[sort.column].name);
      asked.set("descending", sort.descending);
    }
    const { session_id: session, question_id: question } = this.answer;
    const path = `/v1/sessions/${encodeURIComponent(session)}/answers/${encodeURIComponent(question)}/rows`;
    return this.api.json("GET", `${path}?${asked}`);
  }

  /** All rows, whatever page is shown. */
  async copy() {
    const { heads, total } = this.answer.table;
    try {
      const rows = total > this.texts.length ? [] : this.texts;
      while (rows.length < total && rows !== this.texts) {
        const { texts } = await this.page(rows.length, AT_ONCE, this.sort);
        if (!texts.length) break;
        rows.push(...texts);
      }
      await copy(asLines([heads, ...rows]));
      this.announce(this.words.say("copied"));
    } catch (error) {
      this.announce(error.message);
    }
  }
}

function cell(text, column, at) {
  const className = NUMERIC.has(column.kind) ? "number" : text.length > 32 ? "long" : "";
  return at === 0 ? h("th", { scope: "row", className }, text) : h("td", { className }, text);
}
