// The box that a question is written in: Enter sends, the arrow up brings the last one back, it grows with its text.

export class Composer {
  /**
   * @param {object} parts form, box, send, stop (elements), completions, onSend(text) → whether it was taken, onStop(), history() → asked
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.place = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.stop.addEventListener("click", () => this.onStop());
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.box.addEventListener("input", () => {
      this.place = null;
      this.grow();
      this.completions.typed();
    });
    this.box.addEventListener("blur", () => this.completions.close());
  }

  submit() {
    const text = this.box.value.trim();
    if (!text || this.busy) return;
    this.completions.close();
    this.place = null;
    if (this.onSend(text)) this.set("");
  }

  set(text) {
    this.box.value = text;
    this.box.setSelectionRange(text.length, text.length);
    this.grow();
  }

  edit(text) {
    this.set(text);
    this.box.focus();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 180)}px`;
  }

  set working(busy) {
    this.busy = busy;
    this.send.hidden = busy;
    this.stop.hidden = !busy;
  }

  pressed(event) {
    if (event.isComposing) return;
    if (this.completions.pressed(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const asked = this.history();
      const place = recalled(asked, this.place, event.key === "ArrowUp", this.box.value);
      if (place === undefined) return;
      event.preventDefault();
      this.place = place;
      this.set(place === null ? "" : asked[place]);
    }
  }
}

/**
 * Which earlier question an arrow brings: its place among them, null for the empty box, undefined to leave the caret be.
 * Only an empty box, or one that holds an earlier question unchanged, looks back.
 */
export function recalled(asked, place, up, text) {
  if (!asked.length || (text && (place === null || asked[place] !== text))) return undefined;
  if (up) return place === null ? asked.length - 1 : Math.max(0, place - 1);
  if (place === null) return undefined;
  return place + 1 < asked.length ? place + 1 : null;
}
