// Thumbs under an answer; a thumb down may say why.
import { button, fill, h, icon } from "./dom.js";

const UP = "M7 11v9H4v-9zM7 11l4-8c1.7 0 2.5 1 2.5 2.5V9H19a1.6 1.6 0 0 1 1.6 1.9l-1.4 7.5A2 2 0 0 1 17.200 20H7";
const DOWN = "M7 13V4H4v9zM7 13l4 8c1.700 0 2.500-1 2.500-2.500V15H19a1.600 1.600 0 0 0 1.600-1.900l-1.400-7.500A2 2 0 0 0 17.200 4H7";
const REASONS = ["wrongNumber", "misunderstood", "missing", "confusing"];

/** The two buttons, and where what was wrong is asked. */
export function thumbs(answer, page) {
  const { words } = page;
  const reason = h("div.reason", { hidden: true });
  const up = button(icon(UP), () => give("up"), { className: "plain round", label: words.say("good") });
  const down = button(icon(DOWN), () => give("down"), { className: "plain round", label: words.say("bad") });
  const pair = h("div.pair", {}, up, down);

  async function give(thumb, comment) {
    const path = `/v1/sessions/${encodeURIComponent(answer.session_id)}/answers/${encodeURIComponent(answer.question_id)}/feedback`;
    try {
      await page.api.json("PUT", path, comment === undefined ? { thumb } : { thumb, comment });
    } catch (error) {
      page.complain(error.message);
      return;
    }
    up.setAttribute("aria-pressed", thumb === "up");
    down.setAttribute("aria-pressed", thumb === "down");
    if (thumb === "down" && comment === undefined) ask();
    else {
      const thanks = words.say("thanks");
      fill(reason, h("p.small", {}, thanks));
      reason.hidden = false;
      page.announce(thanks);
    }
  }

  function ask() {
    const box = h("input", { type: "text", maxLength: 1000, attrs: { "aria-label": words.say("reason") } });
    box.placeholder = words.say("reason");
    const known = REASONS.map((name) => button(words.say(name), () => give("down", words.say(name)), { className: "chip" }));
    const send = button(words.say("sendReason"), () => box.value.trim() && give("down", box.value.trim()));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") send.click();
    });
    fill(reason, h("p.small", {}, words.say("why")), h("div.ways", {}, known), h("div.line", {}, box, send));
    reason.hidden = false;
    known[0].focus({ preventScroll: true });
    reason.scrollIntoView({ block: "nearest" });
  }

  return { pair, reason };
}
