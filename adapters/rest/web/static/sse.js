// Server-sent events out of a stream of text, however it was cut on its way.

/** Collects text and gives the events that are whole: {name, data}. Comments, which keep the line open, give none. */
export class Events {
  constructor() {
    this.rest = "";
  }

  /** @returns {{name: string, data: string}[]} */
  push(text) {
    this.rest += text;
    const blocks = this.rest.split(/\r?\n\r?\n/);
    this.rest = blocks.pop();
    return blocks.map(parsed).filter(Boolean);
  }
}

function parsed(block) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith(":")) continue;
    const at = line.indexOf(":");
    const field = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { name, data: data.join("\n") } : null;
}
