// The page's own sentences, in both languages, as the server gave them.

export class Words {
  /** @param {Object<string, Object<string, string>>} texts by language and name */
  constructor(texts, language) {
    this.texts = texts;
    this.language = language;
  }

  /** A sentence in the page's language, or in that of the answer that it stands under; {name} is filled. */
  say(name, values = {}, language = this.language) {
    const text = this.texts[language]?.[name];
    if (text === undefined) throw new Error(`no text “${name}”`);
    return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  }

  get other() {
    return this.language === "es" ? "en" : "es";
  }

  /** How a whole number is written: the plant's tables group with commas in both languages. */
  count(value) {
    return value.toLocaleString(this.language === "es" ? "es-MX" : "en-US");
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
