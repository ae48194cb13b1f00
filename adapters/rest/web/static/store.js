// What the browser remembers: the language, and the question of each thread that has no answer yet.

const MOST = 50;

export class Store {
  /** @param {Storage} storage; one that is full or forbidden remembers nothing and breaks nothing */
  constructor(storage) {
    this.storage = storage;
  }

  get language() {
    return this.read("language");
  }

  set language(value) {
    this.write("language", value);
  }

  /** Keep a question until it is answered, so that neither a reload nor an outage loses it. */
  wait(thread, text, more) {
    const all = this.all.filter((entry) => entry.thread !== thread);
    this.write("waiting", [...all, { thread, text, more }].slice(-MOST));
  }

  answered(thread) {
    this.write("waiting", this.all.filter((entry) => entry.thread !== thread));
  }

  /** The question of a thread that waits, or null. */
  waiting(thread) {
    return this.all.find((entry) => entry.thread === thread) ?? null;
  }

  get all() {
    const found = this.read("waiting");
    return Array.isArray(found) ? found : [];
  }

  read(name) {
    try {
      return JSON.parse(this.storage.getItem(`maintbot.${name}`));
    } catch {
      return null;
    }
  }

  write(name, value) {
    try {
      this.storage.setItem(`maintbot.${name}`, JSON.stringify(value));
    } catch {
      // Nothing is remembered then; the page goes on.
    }
  }
}
