// Commands that begin with a slash: each is a question, or something that the page does itself.

/** A name as it is compared: without capitals and accents, so that «/gráfica» is «/grafica». */
function plain(name) {
  return name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

/**
 * @param {{names: Object, does: Object, asks?: Object, with?: Object, act?: string}[]} commands texts by language
 * @returns {{text: string, act?: string, unknown?: string}} what is asked or done; ``unknown`` is the name of a command
 *   that there is not; a text that begins with no command stays as it is
 */
export function expanded(text, commands, language) {
  const found = /^\/(\S+)\s*([\s\S]*)$/.exec(text.trim());
  if (!found) return { text };
  const [, name, rest] = found;
  for (const spoken of [language, language === "es" ? "en" : "es"]) {
    const command = commands.find((one) => one.names[spoken] === plain(name));
    if (!command) continue;
    if (command.act) return { text: "", act: command.act };
    return { text: rest && command.with ? command.with[spoken].replace("{words}", rest.trim()) : command.asks[spoken] };
  }
  return { text: "", unknown: name };
}

/**
 * What the words behind a command begin: the command's question up to them, and where they stand in the text.
 * @returns {{before: string, start: number}|null} null where no command takes words
 */
export function opened(text, commands) {
  const found = /^\/(\S+)\s+/.exec(text);
  if (!found) return null;
  for (const command of commands) {
    const spoken = Object.keys(command.names).find((one) => command.names[one] === plain(found[1]));
    if (spoken && command.with) return { before: command.with[spoken].split("{words}")[0], start: found[0].length };
  }
  return null;
}

/** The commands whose names begin as the text does: what is offered while a person types. */
export function matching(text, commands, language) {
  const found = /^\/(\S*)$/.exec(text);
  if (!found) return [];
  return commands
    .filter((one) => one.names[language].startsWith(plain(found[1])))
    .map((one) => ({ text: `/${one.names[language]}`, kind: one.does[language] }));
}
