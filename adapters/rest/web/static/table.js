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

/** How many columns, by where each ends, stand beyond an edge in part or whole; a pixel is lost in rounding. */
export function beyond(ends, edge) {
  return ends.filter((end) => end > edge + 1).length;
}

export class Grid {
  /**
   * @param {object} answer as the API gives it
   * @param {object} page api, words, announce(text), complain(text)
   */
  constructor(answer, { api, words, announce, complain }) {
    Object.assign(this, { answer, api, words, announce, complain });
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
    const label = words.say("table");
    this.scroll = h("div.scroll", { tabIndex: 0, attrs: { role: "region" }, aria: { label } }, grid);
    this.node = h("div.grid", {}, h("div.pane", {}, this.scroll), this.foot);
    this.aside = button("", () => this.goAside(), { className: "plain small aside" });
    this.scroll.addEventListener("scroll", () => this.tellAside(), { passive: true });
    new ResizeObserver(() => this.tellAside()).observe(this.scroll);
    this.draw();
  }

  /** Which columns are out of sight: an edge that casts a shadow, and a button that says how many and brings them. */
  tellAside() {
    const { scrollLeft, clientWidth, scrollWidth } = this.scroll;
    const heads = [...this.head.children].map((head) => head.offsetLeft + head.offsetWidth);
    this.node.style.setProperty("--fixed", `${heads[0] ?? 0}px`);
    const hidden = beyond(heads, scrollLeft + clientWidth);
    this.node.classList.toggle("more-left", scrollLeft > 1);
    this.node.classList.toggle("more-right", hidden > 0);
    this.aside.hidden = scrollWidth <= clientWidth + 1;
    const name = hidden === 0 ? "firstColumns" : hidden === 1 ? "oneColumnMore" : "columnsMore";
    this.aside.textContent = this.words.say(name, { count: hidden });
  }

  goAside() {
    const { scroll } = this;
    const end = !this.node.classList.contains("more-right");
    const fixed = this.body.querySelector("th")?.offsetWidth ?? 0;
    scroll.scrollTo({ left: end ? 0 : scroll.scrollLeft + scroll.clientWidth - fixed });
  }

  draw() {
    const { table } = this.answer;
    const sortable = table.total > 1;
    fill(this.head, table.columns.map((column, at) => this.columnHead(column, table.heads[at], at, sortable)));
    const classes = table.columns.map((column, at) => breaking(column, this.texts.map((row) => row[at])));
    fill(
      this.body,
      this.texts.map((row) => h("tr", {}, row.map((text, at) => cell(text, classes[at], at)))),
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
      this.aside,
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
      this.complain(error.message);
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
      this.complain(error.message);
    }
  }
}

/** How a column's cells are written: numbers, whole, or broken at spaces where one is long. */
export function breaking(column, texts) {
  if (NUMERIC.has(column.kind)) return "number";
  if (column.kind !== "text") return "";
  const longest = Math.max(0, ...texts.filter((text) => text.includes(" ")).map((text) => text.length));
  return longest > 32 ? "long" : longest > 14 ? "middling" : "";
}

function cell(text, className, at) {
  return at === 0 ? h("th", { scope: "row", className }, text) : h("td", { className }, text);
}
