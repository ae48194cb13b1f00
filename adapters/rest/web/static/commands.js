// Commands that begin with a slash: each is a question, or something that the page does itself.

/**
 * @param {{names: Object, does: Object, asks?: Object, with?: Object, act?: string}[]} commands texts by language
 * @returns {{text: string, act?: string}} what is asked or done; a text that is no command of ours stays as it is
 */
export function expanded(text, commands, language) {
  const found = /^\/(\S+)\s*([\s\S]*)$/.exec(text.trim());
  if (!found) return { text };
  const [, name, rest] = found;
  for (const spoken of [language, language === "es" ? "en" : "es"]) {
    const command = commands.find((one) => one.names[spoken] === name.toLowerCase());
    if (!command) continue;
    if (command.act) return { text: "", act: command.act };
    return { text: rest && command.with ? command.with[spoken].replace("{words}", rest.trim()) : command.asks[spoken] };
  }
  return { text: text.trim().slice(1) };
}

/** The commands whose names begin as the text does: what is offered while a person types. */
export function matching(text, commands, language) {
  const found = /^\/(\S*)$/.exec(text);
  if (!found) return [];
  return commands
    .filter((one) => one.names[language].startsWith(found[1].toLowerCase()))
    .map((one) => ({ text: `/${one.names[language]}`, kind: one.does[language] }));
}
