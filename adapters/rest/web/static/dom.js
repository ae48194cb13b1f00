// Elements made without HTML text: what a person or the plant wrote is always text, never markup.

/**
 * An element with its properties and children.
 * @param {string} tag a name with classes behind it: "p.small"
 * @param {object} [given] properties; `on` holds listeners, `data` and `aria` the attributes of those names, `attrs` others
 * @param {...(Node|string|null|undefined|false|Array)} children
 */
export function h(tag, given = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "aria") for (const [part, text] of Object.entries(value)) node.setAttribute(`aria-${part}`, text);
    else if (key === "attrs") for (const [part, text] of Object.entries(value)) node.setAttribute(part, text);
    else node[key] = value;
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children.flat()) if (child || child === 0) node.append(child);
}

/** Put other children in the place of a node's own. */
export function fill(node, ...children) {
  node.replaceChildren();
  add(node, children);
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** A line drawing of 24 by 24, silent for screen readers. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** A button; `label` is what a screen reader says where its content is only a picture. */
export function button(content, onclick, { className = "", label, ...more } = {}) {
  const node = h("button", { type: "button", className, on: { click: onclick }, ...more }, content);
  if (label) {
    node.setAttribute("aria-label", label);
    node.title = label;
  }
  return node;
}

/** The button that tries again what failed. */
export function retryButton(words, onclick) {
  return button([icon("M4 12a8 8 0 1 0 2.500-5.800M4 4v5h5"), words.say("retry")], onclick);
}
