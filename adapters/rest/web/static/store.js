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

  /** Who signed in last, in a word of the server's. */
  get person() {
    return this.read("person");
  }

  set person(value) {
    this.write("person", value);
  }

  /** Keep a question until it is answered, so that neither a reload nor an outage loses it. */
  wait(thread, text, more) {
    this.keep({ thread, text, more });
  }

  /** Say why a thread's question has no answer. @param {string} why the name of one of the page's sentences */
  failed(thread, why) {
    const entry = this.waiting(thread);
    if (entry) this.keep({ ...entry, why });
  }

  keep(entry) {
    const others = this.all.filter((one) => one.thread !== entry.thread);
    this.write("waiting", [...others, entry].slice(-MOST));
  }

  /** Forget every question: whoever uses the browser next is somebody else. */
  forget() {
    this.write("waiting", []);
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
