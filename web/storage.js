/**
 * What this browser remembers for us. Where it forbids that, or is full, the tab remembers until it is closed: in its
 * history, for a reload would forget what is nowhere else.
 */

const PREFIX = "orderbell.";
const KEPT = "orderbell";
/** @type {Map<string, string>} */
const untilClosed = new Map(Object.entries(globalThis.history?.state?.[KEPT] ?? {}));

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
    release(name);
  } catch {
    untilClosed.set(name, stored);
    keepInTab();
  }
}

/** @param {string} name */
export function forget(name) {
  release(name);
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

/** @param {string} beginning @returns {string[]} the names that begin so */
export function rememberedNames(beginning) {
  const names = [...untilClosed.keys(), ...storedNames()];
  return [...new Set(names)].filter((name) => name.startsWith(beginning));
}

function storedNames() {
  try {
    const ours = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return ours.map((key) => key.slice(PREFIX.length));
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

/** @param {string} name */
function release(name) {
  if (untilClosed.delete(name)) keepInTab();
}

function keepInTab() {
  try {
    history.replaceState({ ...history.state, [KEPT]: Object.fromEntries(untilClosed) }, "");
  } catch {
    // Browsers limit how much and how often: then this page alone remembers it.
  }
}

// Every place in the history has a state of its own.
globalThis.addEventListener?.("hashchange", () => {
  if (untilClosed.size > 0 || globalThis.history?.state?.[KEPT]) keepInTab();
});
