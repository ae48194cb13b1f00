// A thread's place in the page's address, so that it can be kept and passed on.

export function addressOf(thread) {
  return `#t=${encodeURIComponent(thread)}`;
}

/** The thread that an address names, or null. */
export function threadOf(hash) {
  const found = /^#t=(.+)$/.exec(hash);
  if (!found) return null;
  try {
    return decodeURIComponent(found[1]);
  } catch {
    return null;
  }
}
