// What a person may be about to write: names of this plant, and commands. It looks after the typing has paused, drops
// what is out of date, and takes nothing over that was not picked.
import { fill, h } from "./dom.js";
import { matching, opened } from "./commands.js";

const PAUSE = 90;
const MOST = 200;

export class Completions {
  /** @param {object} parts box, panel, note, list (elements), api, words, commands */
  constructor(parts) {
    Object.assign(this, parts);
    this.close();
  }

  typed() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const { value, selectionEnd } = this.box;
    const before = value.slice(0, selectionEnd);
    const commands = matching(before, this.commands, this.words.language);
    if (commands.length) return this.offer(commands, 0, { entered: !commands.some((one) => one.text === before.toLowerCase()) });
    this.close();
    const command = opened(before, this.commands);
    if (before.startsWith("/") && !command) return undefined;
    if (!/[\p{L}\p{N}-]\s?$/u.test(before)) return undefined;
    this.timer = setTimeout(() => this.look(before, command ?? { before: "", start: 0 }), PAUSE);
    return undefined;
  }

  /** @param {{before: string, start: number}} command what is asked instead of the text before its ``start`` */
  async look(before, command) {
    this.asking = new AbortController();
    const text = command.before + before.slice(command.start);
    const asked = new URLSearchParams({ text: text.slice(-MOST), language: this.words.language });
    try {
      const found = await this.api.json("GET", `/v1/completions?${asked}`, undefined, { signal: this.asking.signal });
      if (this.box.value.slice(0, this.box.selectionEnd) !== before) return;
      const start = Math.max(0, text.length - MOST) + found.start + before.length - text.length;
      this.offer(start < command.start ? [] : found.completions, start);
    } catch {
      // Nobody waits for a completion: typing goes on without it.
    }
  }

  /** A command that there is not: told, and those that there are offered in its place. */
  unknown(name) {
    const all = matching("/", this.commands, this.words.language);
    this.offer(all, 0, { note: this.words.say("unknownCommand", { name: `/${name}` }) });
  }

  /**
   * @param {{text: string, kind: string}[]} options
   * @param {number} start where in the box that begins whose place they take
   * @param {{entered?: boolean, note?: string}} more entered: Enter takes the first; note: what stands above them
   */
  offer(options, start, { entered = false, note = "" } = {}) {
    this.options = options;
    this.start = start;
    this.at = -1;
    this.entered = entered;
    this.note.textContent = note;
    fill(this.list, options.map((option, place) => this.line(option, place)));
    this.panel.hidden = !options.length;
    this.box.removeAttribute("aria-activedescendant");
  }

  line(option, place) {
    const node = h("div.option", { id: `option-${place}`, attrs: { role: "option" }, aria: { selected: "false" } });
    fill(node, h("span", {}, option.text), h("span.kind", {}, option.kind));
    // Before the box loses the focus, which would close the list.
    node.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.take(place);
    });
    return node;
  }

  close() {
    clearTimeout(this.timer);
    this.offer([], 0);
  }

  /** Whether the key was for the list. */
  pressed(event) {
    if (!this.options.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !(step < 0 && this.at < 0)) this.move(this.at + step);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.take(Math.max(0, this.at));
    else if (event.key === "Enter" && (this.at >= 0 || this.entered)) this.take(Math.max(0, this.at));
    else return false;
    event.preventDefault();
    return true;
  }

  move(to) {
    this.at = to < 0 ? -1 : Math.min(to, this.options.length - 1);
    [...this.list.children].forEach((node, place) => node.setAttribute("aria-selected", place === this.at));
    if (this.at < 0) return this.box.removeAttribute("aria-activedescendant");
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
    return this.box.setAttribute("aria-activedescendant", `option-${this.at}`);
  }

  take(place) {
    const { text, caret } = completed(this.box.value, this.start, this.box.selectionEnd, this.options[place].text);
    this.box.value = text;
    this.box.setSelectionRange(caret, caret);
    this.close();
  }
}

/** The text with what was begun at ``start`` made whole, and where the caret then stands. */
export function completed(text, start, caret, word) {
  const behind = text.slice(caret).replace(/^\s/, "");
  const before = `${text.slice(0, start)}${word} `;
  return { text: before + behind, caret: before.length };
}
