// The list of conversations: opened, renamed, deleted.
import { button, fill, h, icon } from "./dom.js";
import { addressOf } from "./address.js";

const PEN = "M4 20l1-4L16.500 4.500l3 3L8 19zM14 7l3 3";
const BIN = "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13";

export class Threads {
  /** @param {object} parts node, menu (elements), api, words, announce, complain, current() → thread, onDeleted(thread) */
  constructor(parts) {
    Object.assign(this, parts);
    this.sessions = [];
    this.menu.addEventListener("click", () => this.toggle(!document.body.classList.contains("menu-open")));
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !document.body.classList.contains("menu-open")) return;
      this.toggle(false);
      this.menu.focus();
    });
  }

  toggle(open) {
    document.body.classList.toggle("menu-open", open);
    this.menu.setAttribute("aria-expanded", open);
    if (open) this.node.querySelector("a, button")?.focus();
  }

  clear() {
    this.sessions = [];
    this.draw();
  }

  async load() {
    try {
      this.sessions = (await this.api.json("GET", "/v1/sessions")).sessions;
      this.draw();
    } catch {
      // The list stays as it is; who asks is told what is wrong.
    }
  }

  draw() {
    if (this.node.contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
    this.differs = differences(this.sessions, (moment) => this.words.moment(moment));
    const lines = this.sessions.map((session) => this.line(session));
    fill(
      this.node,
      h("h2", {}, this.words.say("threads")),
      lines.length ? h("ul", {}, lines) : h("p.small", {}, this.words.say("noThreads")),
    );
    this.mark();
  }

  line(session) {
    const { session_id: id } = session;
    const { words } = this;
    const when = this.differs.get(id);
    const title = when ? `${session.title} (${when})` : session.title;
    const link = h("a", { href: addressOf(id), title, data: { id } }, session.title, when && h("span.when", {}, when));
    const rename = button(icon(PEN), () => this.rename(item, session), {
      className: "plain round",
      label: words.say("rename", { title }),
    });
    const remove = button(icon(BIN), () => this.confirm(session), {
      className: "plain round",
      label: words.say("delete", { title }),
    });
    const item = h("li", {}, link, rename, remove);
    return item;
  }

  /** Show which one is open. */
  mark() {
    const open = this.sessions.find((session) => session.session_id === this.current());
    document.title = open ? `${open.title} · maintbot` : "maintbot";
    for (const link of this.node.querySelectorAll("a")) {
      if (link.dataset.id === this.current()) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  rename(item, session) {
    const box = h("input", { type: "text", value: session.title, maxLength: 200, aria: { label: this.words.say("title") } });
    let over = false;
    const end = async (keep) => {
      if (over) return;
      over = true;
      const title = box.value.trim();
      if (keep && title && title !== session.title) {
        try {
          await this.api.json("PATCH", `/v1/sessions/${encodeURIComponent(session.session_id)}`, { title });
          session.title = title;
        } catch (error) {
          this.complain(error.message);
        }
      }
      const fresh = this.line(session);
      item.replaceWith(fresh);
      this.mark();
      fresh.querySelector("a").focus();
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") end(true);
      if (event.key === "Escape") {
        event.stopPropagation();
        end(false);
      }
    });
    box.addEventListener("blur", () => end(true));
    fill(item, box);
    box.select();
    box.focus();
  }

  confirm(session) {
    const dialog = document.getElementById("dialog");
    const { words } = this;
    const remove = async () => {
      dialog.close();
      try {
        await this.api.json("DELETE", `/v1/sessions/${encodeURIComponent(session.session_id)}`);
      } catch (error) {
        this.complain(error.message);
        return;
      }
      this.announce(words.say("deleted"));
      this.onDeleted(session.session_id);
      await this.load();
    };
    const keep = button(words.say("keep"), () => dialog.close());
    fill(
      dialog,
      h("p", {}, words.say("deleteAsk", { title: session.title })),
      h("div.ways", {}, button(words.say("deleteYes"), remove, { className: "danger" }), keep),
    );
    dialog.className = "asking";
    dialog.setAttribute("aria-label", words.say("deleteAsk", { title: session.title }));
    dialog.showModal();
    keep.focus();
  }
}

/**
 * What tells conversations of one title apart: when each began; of one minute, their number.
 * @param {{session_id: string, title: string, started_at: string}[]} sessions
 * @param {(moment: string) => string} written a moment as people write it
 * @returns {Map<string, string>} by session, those only whose title stands there twice
 */
export function differences(sessions, written) {
  const found = new Map();
  for (const title of new Set(sessions.map((one) => one.title))) {
    const same = sessions.filter((one) => one.title === title);
    if (same.length < 2) continue;
    const seen = new Map();
    for (const one of [...same].reverse()) {
      const when = written(one.started_at);
      const place = (seen.get(when) ?? 0) + 1;
      seen.set(when, place);
      found.set(one.session_id, place > 1 ? `${when} · ${place}` : when);
    }
  }
  return found;
}
