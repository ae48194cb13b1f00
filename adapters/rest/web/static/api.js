// Talks to the server. Every failure is a Failure with a sentence for the person.
import { Events } from "./sse.js";

export class Failure extends Error {
  /** @param {string} message for the person; @param {number} status 0 when the server was not reached */
  constructor(message, status, code = "") {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class Api {
  /**
   * @param {import("./words.js").Words} words
   * @param {() => void} onUnauthorized told when a key no longer holds
   */
  constructor(words, onUnauthorized, send = (...given) => fetch(...given)) {
    this.words = words;
    this.onUnauthorized = onUnauthorized;
    this.send = send;
  }

  async call(method, path, body, { signal, accept = "application/json" } = {}) {
    const headers = { Accept: accept, "Accept-Language": this.words.language };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response;
    try {
      const given = { method, headers, signal, credentials: "same-origin" };
      response = await this.send(path, body === undefined ? given : { ...given, body: JSON.stringify(body) });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Failure(this.words.say("unreachable"), 0);
    }
    if (response.ok) return response;
    let error = {};
    try {
      error = (await response.json()).error ?? {};
    } catch {
      // A proxy's own page: the sentence below says all there is.
    }
    if (response.status === 401) {
      // What the API says of headers and keys is for programs.
      this.onUnauthorized();
      throw new Failure(this.words.say("signedOut"), 401, error.code);
    }
    throw new Failure(error.message || this.words.say("unreachable"), response.status, error.code);
  }

  async json(method, path, body, options) {
    const response = await this.call(method, path, body, options);
    return response.status === 204 ? null : response.json();
  }

  /**
   * Ask a question and follow what is done for it.
   * @param {object} question as POST /v1/chat takes it
   * @param {(stage: string) => void} onStage
   * @returns {Promise<object>} the answer
   */
  async ask(question, onStage, signal) {
    const response = await this.call("POST", "/v1/chat", question, { signal, accept: "text/event-stream" });
    const events = new Events();
    let answer = null;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        for (const event of events.push(value)) {
          const data = JSON.parse(event.data);
          if (event.name === "progress") onStage(data.stage);
          if (event.name === "answer") answer = data;
          if (event.name === "error") throw new Failure(data.error.message, data.status, data.error.code);
        }
      }
    } catch (error) {
      if (error instanceof Failure || error.name === "AbortError") throw error;
    }
    if (answer) return answer;
    throw new Failure(this.words.say("unreachable"), 0);
  }
}
