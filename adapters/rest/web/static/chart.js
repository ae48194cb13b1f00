// A chart in an answer: as wide as it can be read, larger on a press.
import { button, fill, h } from "./dom.js";

/** Only the path of a link counts: the page may be open under another name than PUBLIC_URL. */
export function here(link, base = location.href) {
  return new URL(link, base).pathname;
}

/** @param {() => void} onLoad told once its height is known */
export function figure(answer, words, onLoad) {
  const title = answer.chart_title || answer.response;
  const image = h("img", {
    src: here(answer.links.image),
    alt: words.say("chartOf", { title, answer: answer.response }),
    width: 900,
    height: 620,
    on: { load: onLoad },
  });
  image.addEventListener("load", () => {
    image.width = image.naturalWidth;
    image.height = image.naturalHeight;
  });
  image.addEventListener("error", () => node.replaceWith(h("p.small", {}, words.say("chartGone"))));
  const open = button(image, () => enlarge(image, words), {
    className: "chart",
    aria: { label: `${words.say("enlarge")}: ${image.alt}` },
  });
  open.title = words.say("enlarge");
  const node = h("figure", {}, open);
  return node;
}

function enlarge(image, words) {
  const dialog = document.getElementById("dialog");
  const close = button("✕", () => dialog.close(), { className: "plain round close", label: words.say("close") });
  fill(dialog, close, h("img", { src: image.src, alt: image.alt }));
  dialog.className = "picture";
  dialog.setAttribute("aria-label", words.say("chart"));
  dialog.onclick = (event) => event.target === dialog && dialog.close();
  dialog.showModal();
}
