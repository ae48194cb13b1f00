// Lets a person in: their key is given once and kept by the browser as a cookie that no script can read.
import { fill, h } from "./dom.js";

/** @param {boolean} ended their session ran out: they are told so, and that what they asked is kept */
export function signIn(node, { words, ended, onDone }) {
  const box = h("input", {
    type: "password",
    id: "key",
    autocomplete: "current-password",
    spellcheck: false,
    required: true,
    aria: { describedby: "key-help key-trouble" },
  });
  const trouble = h("p.trouble", { id: "key-trouble", attrs: { role: "alert" } });
  const send = h("button.primary", { type: "submit" }, words.say("signIn"));
  const form = h("form.signin", { on: { submit: enter } }, h("h2", {}, words.say(ended ? "endedTitle" : "signInTitle")));
  form.append(h("p", { id: "key-help" }, words.say(ended ? "endedHelp" : "signInHelp")), h("label", { htmlFor: "key" }, words.say("key")), box, send, trouble);

  async function enter(event) {
    event.preventDefault();
    send.disabled = true;
    trouble.textContent = "";
    try {
      const response = await fetch("/sign-in", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Accept-Language": words.language },
        body: JSON.stringify({ key: box.value.trim() }),
      });
      if (response.ok) {
        onDone((await response.json()).person);
        return;
      }
      trouble.textContent = (await response.json()).error.message;
    } catch {
      trouble.textContent = words.say("unreachable");
    }
    send.disabled = false;
    box.select();
  }

  fill(node, form);
  box.focus();
}
