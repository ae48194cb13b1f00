// The conversation on the screen: one thread, its turns, and the question that is being answered.
import { Turn } from "./turn.js";
import { fill } from "./dom.js";

const NEAR = 60;
const WHY = { 0: "unreachable", 401: "signedOut" };

export class Conversation {
  /**
   * @param {object} parts api, words, store, log (its element), announce(text), complain(text), onBusy(busy), onAsked(thread),
   *   onAnswer(answer), edit(text)
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.thread = null;
    this.turns = [];
    this.running = null;
    this.page = {
      api: this.api,
      words: this.words,
      announce: this.announce,
      complain: this.complain,
      ask: (text, more) => this.ask(text, more),
      stop: () => this.stop(),
      retry: (turn) => this.retry(turn),
      edit: this.edit,
      settle: () => this.settle(),
    };
  }

  get busy() {
    return this.running !== null;
  }

  /** The questions that were asked here, oldest first. */
  get asked() {
    return this.turns.map((turn) => turn.text);
  }

  /** @param {string} why what is said of a question that is still being answered when somebody comes back to it */
  clear(thread = null, why = "unanswered") {
    this.stop(why);
    this.thread = thread;
    this.turns = [];
    fill(this.log);
  }

  /** Show a thread as the server has it, and the question that it has not answered. */
  async open(thread) {
    this.clear(thread);
    const opened = await this.api.json("GET", `/v1/sessions/${encodeURIComponent(thread)}`);
    if (this.thread !== thread) return;
    this.restore(opened.turns);
  }

  restore(turns) {
    for (const { question, answer, error } of kept(turns)) {
      const turn = this.begin(question.text, pressed(question));
      if (answer) turn.answered(answer);
      else turn.gave(error.message);
    }
    const waiting = this.store.waiting(this.thread);
    if (waiting && !(this.last?.failed && this.last.text === waiting.text)) {
      this.begin(waiting.text, waiting.more).gave(this.words.say(waiting.why ?? "unanswered"));
    }
    this.show();
    // Who had to sign in anew has asked already.
    if (waiting?.why === "signedOut") this.retry(this.last);
  }

  /** Whether another tab has gone on in this thread. */
  async catchUp(sessions) {
    const info = sessions.find((session) => session.session_id === this.thread);
    const answers = this.turns.filter((turn) => turn.answer).length;
    if (info && !this.busy && info.turns > this.turns.length && info.turns > answers) await this.open(this.thread);
  }

  /** The last turn at the top of what is seen. */
  show() {
    this.last?.node.scrollIntoView({ block: "start" });
    this.seen = window.scrollY;
  }

  get last() {
    return this.turns[this.turns.length - 1];
  }

  begin(text, more) {
    const turn = new Turn(text, this.page, more);
    this.turns.push(turn);
    this.log.append(turn.node);
    return turn;
  }

  async ask(text, more = {}) {
    if (this.busy || !text.trim()) return;
    await this.run(this.begin(text, more));
  }

  async retry(turn) {
    if (!this.busy) await this.run(turn);
  }

  async run(turn) {
    const stopping = new AbortController();
    this.running = stopping;
    this.onBusy(true);
    const thread = (this.thread ??= newId());
    this.onAsked(thread);
    this.store.wait(thread, turn.text, turn.more);
    turn.working();
    this.show();
    this.announce(this.words.say("stage_sent"));
    const question = { message: turn.text, session_id: thread, illustrated: true, ...turn.more };
    try {
      const answer = await this.api.ask(question, (stage) => turn.reached(stage), stopping.signal);
      turn.answered(answer);
      this.store.answered(thread);
      this.announce(answer.response);
      this.onAnswer(answer);
    } catch (error) {
      const stopped = error.name === "AbortError";
      const why = stopped ? stopping.why : WHY[error.status];
      const message = stopped ? this.words.say(why) : error.message;
      this.store.failed(thread, why);
      turn.gave(message);
      this.announce(message);
      if (!stopped && error.status === undefined) throw error;
    } finally {
      if (this.running === stopping) {
        this.running = null;
        this.onBusy(false);
      }
    }
  }

  /** @param {string} why the name of the sentence that says it */
  stop(why = "stopped") {
    if (!this.running) return;
    this.running.why = why;
    this.running.abort();
  }

  /** A picture that has come pushes what is below; the turn stays where it is read, unless the person has moved. */
  settle() {
    if (this.last?.answer && Math.abs(window.scrollY - this.seen) < NEAR) this.show();
  }
}

/** A failure that was followed by another try at the same question is not shown again. */
export function kept(turns) {
  return turns.filter((turn, place) => turn.answer || turns[place + 1]?.question.text !== turn.question.text);
}

/** What a press sends along with its text, so that a retry is the same press. */
function pressed({ choice, about }) {
  return { ...(choice && { choice }), ...(about && { about }) };
}

/** A thread's name that nobody guesses; randomUUID is missing where the page came without HTTPS. */
export function newId(random = (bytes) => crypto.getRandomValues(bytes)) {
  const digits = [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
