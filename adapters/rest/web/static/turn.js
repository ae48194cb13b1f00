// A question and what came of it: at work with a way to stop it, answered, or failed and ready to be tried again.
import { button, fill, h, retryButton } from "./dom.js";
import { drawn } from "./answer.js";

const STAGES = new Set(["understanding", "modelling", "querying", "drawing"]);

export class Turn {
  /** @param {object} page see answer.js; besides: stop(), retry(turn), edit(text) */
  constructor(text, page, more = {}) {
    this.text = text;
    this.more = more;
    this.page = page;
    this.reply = h("div.reply");
    this.node = h("article.turn", {}, h("h2.person", {}, text), this.reply);
  }

  working() {
    const { words } = this.page;
    this.steps = h("span.steps", {}, h("span.step", { data: { stage: "sent" } }, words.say("stage_sent")));
    const stop = button(words.say("stop"), () => this.page.stop(), { className: "chip stop" });
    fill(this.reply, h("div.bot.working", {}, h("span.pulse", { aria: { hidden: "true" } }), this.steps, stop));
  }

  /** What is happening now; what went before it is done. */
  reached(stage) {
    if (!STAGES.has(stage) || !this.steps) return;
    const before = [...this.steps.children];
    if (before.some((step) => step.dataset.stage === stage)) return;
    for (const step of before) if (step.dataset.stage === "sent") step.remove();
    for (const step of this.steps.children) step.classList.add("done");
    this.steps.append(h("span.step", { data: { stage } }, this.page.words.say(`stage_${stage}`)));
  }

  answered(answer) {
    this.answer = answer;
    this.failed = false;
    fill(this.reply, drawn(answer, this.page));
  }

  /** The question stays, with why there is no answer and a way to try again. */
  gave(message) {
    this.failed = true;
    const { words } = this.page;
    const again = retryButton(words, () => this.page.retry(this));
    const edit = button(words.say("edit"), () => this.page.edit(this.text), { className: "plain" });
    fill(this.reply, h("div.bot.failed", {}, h("p.headline", {}, message), h("div.ways", {}, again, edit)));
  }
}
