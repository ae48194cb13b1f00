// Puts the page together.
import { Api } from "./api.js";
import { Completions } from "./completions.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { fill, h, retryButton } from "./dom.js";
import { signIn } from "./signin.js";
import { Start } from "./start.js";
import { Store } from "./store.js";
import { Threads } from "./threads.js";
import { addressOf, threadOf } from "./address.js";
import { expanded } from "./commands.js";
import { voice } from "./voice.js";
import { Words } from "./words.js";

const $ = (id) => document.getElementById(id);
const boot = JSON.parse($("boot").textContent);
const store = new Store(window.localStorage);
const words = new Words(boot.texts, store.language ?? boot.language);
let signedIn = boot.signedIn || !boot.keyed;
/** A session that was open has run out: who signs in goes on where they were. */
let ended = false;

const announce = (text) => {
  $("status").textContent = "";
  // A text that is put in its own place again is not read out.
  requestAnimationFrame(() => ($("status").textContent = text));
};
/** Something that the person wanted did not come about: said where it is seen, too. */
function complain(text) {
  clearTimeout(complain.timer);
  $("trouble").textContent = text;
  complain.timer = setTimeout(() => ($("trouble").textContent = ""), 12000);
}

const api = new Api(words, () => {
  if (!signedIn) return;
  signedIn = false;
  ended = true;
  show();
});
const completions = new Completions({ box: $("question"), panel: $("offered"), note: $("note"), list: $("options"), api, words, commands: boot.commands });
const composer = new Composer({
  form: $("ask"),
  box: $("question"),
  send: $("send"),
  stop: $("stop"),
  completions,
  onSend: send,
  onStop: () => conversation.stop(),
  history: () => conversation.asked,
});
const conversation = new Conversation({
  api,
  words,
  store,
  log: $("log"),
  announce,
  complain,
  edit: (text) => composer.edit(text),
  onBusy: (busy) => {
    composer.working = busy;
    if (busy) $("start").hidden = true;
  },
  // Before there is an answer, so that a reload finds the question that waits for it.
  onAsked: (thread) => threadOf(location.hash) !== thread && history.pushState(null, "", addressOf(thread)),
  onAnswer: () => threads.load(),
});
const start = new Start({ node: $("start"), api, words, onAsk: (text) => send(text) });
const threads = new Threads({
  node: $("threads"),
  menu: $("menu"),
  api,
  words,
  announce,
  complain,
  current: () => conversation.thread,
  onDeleted: (thread) => conversation.thread === thread && fresh(),
});

function send(text) {
  const command = expanded(text, boot.commands, words.language);
  if (command.unknown) {
    completions.unknown(command.unknown);
    return false;
  }
  if (command.act === "new") fresh();
  else if (command.act === "language") changeLanguage();
  else conversation.ask(command.text);
  composer.box.focus();
  return true;
}

function fresh() {
  if (location.hash) history.pushState(null, "", location.pathname + location.search);
  open();
}

/** Show what the address names: a thread, or the start. */
async function open() {
  const thread = threadOf(location.hash);
  threads.toggle(false);
  $("start").hidden = Boolean(thread);
  threads.mark();
  if (!thread) {
    conversation.clear();
    start.load();
    composer.box.focus();
    return;
  }
  try {
    await conversation.open(thread);
  } catch (error) {
    if (store.waiting(thread) && error.status === 404) return conversation.restore([]);
    if (error.status === 401) return;
    const again = error.status !== 404 && retryButton(words, open);
    fill($("log"), h("div.notice", {}, h("p", {}, error.status === 404 ? words.say("noThread") : error.message), again));
  }
  threads.mark();
}

function speak(language) {
  words.language = store.language = language;
  document.documentElement.lang = language;
  words.relabel(document);
  $("language").textContent = words.say("otherLanguage");
  $("language").lang = words.other;
  composer.box.placeholder = words.say("placeholder");
}

function changeLanguage() {
  speak(words.other);
  if (!signedIn) return show();
  threads.draw();
  if (!$("start").hidden) start.load();
}

function entered(person) {
  if (store.person && store.person !== person) forget();
  store.person = person;
  signedIn = true;
  ended = false;
  show();
}

/** Nothing of one person stays for the next. */
function forget() {
  store.forget();
  composer.set("");
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

/** The page for who may ask, or the one question that lets them in. */
function show() {
  document.body.classList.toggle("locked", !signedIn);
  $("signout").hidden = !(boot.keyed && signedIn);
  if (!signedIn) {
    conversation.clear(null, ended ? "signedOut" : "unanswered");
    threads.clear();
    $("start").hidden = false;
    signIn($("start"), { words, ended, onDone: entered });
    return;
  }
  threads.load();
  open();
}

$("new").addEventListener("click", fresh);
$("language").addEventListener("click", changeLanguage);
$("signout").addEventListener("click", async () => {
  await fetch("/sign-out", { method: "POST" }).catch(() => {});
  forget();
  signedIn = false;
  show();
});
window.addEventListener("popstate", open);
// The browser ends what is under way when a page goes; that is neither a failure nor the person's Stop.
for (const going of ["beforeunload", "pagehide"]) window.addEventListener(going, () => conversation.stop("unanswered"));
document.addEventListener("visibilitychange", async () => {
  if (!signedIn || document.hidden) return;
  await threads.load();
  await conversation.catchUp(threads.sessions).catch(() => {});
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && conversation.busy && !$("dialog").open) conversation.stop();
});
voice($("voice"), { words, write: (text) => composer.edit(text), announce });
speak(words.language);
show();
