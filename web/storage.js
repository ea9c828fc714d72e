/**
 * What this browser remembers for us. Where it forbids that, or is full, the page itself remembers until it is closed.
 */

const PREFIX = "orderbell.";
/** @type {Map<string, string>} */
const untilClosed = new Map();

/** @param {string} name @returns {any} what was remembered, or null */
export function recall(name) {
  const stored = untilClosed.get(name) ?? read(name);
  try {
    return stored === null ? null : JSON.parse(stored);
  } catch {
    return null;
  }
}

/** @param {string} name @param {unknown} value */
export function remember(name, value) {
  const stored = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + name, stored);
    untilClosed.delete(name);
  } catch {
    untilClosed.set(name, stored);
  }
}

/** @param {string} name */
export function forget(name) {
  untilClosed.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // What cannot be written is not there either.
  }
}

/** Another tab of this browser changed it. @param {string} name @param {() => void} listener @returns {() => void} ends it */
export function watchOtherTabs(name, listener) {
  /** @param {StorageEvent} event */
  const changed = ({ key }) => {
    if (key === PREFIX + name || key === null) listener();
  };
  globalThis.addEventListener?.("storage", changed);
  return () => globalThis.removeEventListener?.("storage", changed);
}

/** @param {string} beginning @returns {string[]} the names that begin so, of what outlives the page */
export function rememberedNames(beginning) {
  try {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + beginning));
    return kept.map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

/** @param {string} name */
function read(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}
