// The start: what it can do in one line, how the plant is today, examples by topic.
import { button, fill, h, retryButton } from "./dom.js";

export class Start {
  /** @param {object} parts node, api, words, onAsk(text) */
  constructor(parts) {
    Object.assign(this, parts);
  }

  async load() {
    const { language } = this.words;
    this.draw(null);
    try {
      const found = await this.api.json("GET", `/v1/start?language=${language}`);
      if (language === this.words.language) this.draw(found);
    } catch (error) {
      // The box still works without examples; who must sign in is shown how.
      if (error.status !== 401) this.draw({ today: [], examples: [], trouble: error.message });
    }
  }

  draw(found) {
    const { words } = this;
    if (!found && this.drawn) return;
    this.drawn = Boolean(found);
    const parts = [h("p.lead", {}, words.say("lead"))];
    if (found?.trouble) parts.push(h("div.notice", {}, h("p", {}, found.trouble), retryButton(words, () => this.load())));
    if (found?.today.length) {
      const cards = found.today.map((one) => button(headline(one), () => this.onAsk(one.text), { className: "today" }));
      parts.push(h("h2", {}, words.say("today")), h("div.cards", {}, cards));
    }
    if (found?.examples.length) {
      const topics = found.examples.map((one) =>
        button([h("span.topic", {}, one.topic), one.text], () => this.onAsk(one.text), { className: "example" }),
      );
      parts.push(h("h2", {}, words.say("examples")), h("div.examples", {}, topics));
    }
    fill(this.node, parts);
  }
}

function headline(one) {
  return one.headline.map((span) => (span.bold ? h("strong", {}, span.text) : span.text));
}
