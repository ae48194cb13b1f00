// The page's own sentences, in both languages, as the server gave them.

export class Words {
  /** @param {Object<string, Object<string, string>>} texts by language and name */
  constructor(texts, language) {
    this.texts = texts;
    this.language = language;
  }

  /** A sentence; {name} is filled. */
  say(name, values = {}) {
    const text = this.texts[this.language]?.[name];
    if (text === undefined) throw new Error(`no text “${name}”`);
    return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  }

  /** The same sentences in the language of an answer, whatever the page speaks. */
  in(language) {
    return new Words(this.texts, language);
  }

  get other() {
    return this.language === "es" ? "en" : "es";
  }

  /** How a whole number is written: the plant's tables group with commas in both languages. */
  count(value) {
    return value.toLocaleString(this.language === "es" ? "es-MX" : "en-US");
  }

  /** A moment as the answers write it: "22 nov 2026 08:15"; of today only its time: "hoy 08:15". */
  moment(iso, now = new Date()) {
    const at = new Date(iso);
    const two = (value) => String(value).padStart(2, "0");
    const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
    if (at.toDateString() === now.toDateString()) return this.say("todayAt", { time });
    const month = at.toLocaleString(this.language === "es" ? "es-MX" : "en-US", { month: "short" }).replace(".", "");
    return `${at.getDate()} ${month} ${at.getFullYear()} ${time}`;
  }

  /** Put the words into what the HTML left empty. */
  relabel(root) {
    for (const node of root.querySelectorAll("[data-text]")) node.textContent = this.say(node.dataset.text);
    for (const node of root.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-label", this.say(node.dataset.label));
      if (node.tagName === "BUTTON") node.title = this.say(node.dataset.label);
    }
  }
}
