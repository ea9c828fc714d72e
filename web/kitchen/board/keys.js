/** The keys of the board, for a keyboard or a bump bar. */

/**
 * @typedef {"select" | "bump" | "longer" | "shorter" | "decline" | "recall" | "undo" | "print" | "totals" | "silence" | "next" |
 *   "previous" | "help"} Command
 */

/**
 * What each key does; those with `acts` do nothing on a screen that only looks.
 *
 * @type {{keys: string[], command: Command, acts: boolean}[]}
 */
export const KEYS = [
  { keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], command: "select", acts: true },
  { keys: ["Enter"], command: "bump", acts: true },
  { keys: ["+"], command: "longer", acts: true },
  { keys: ["-"], command: "shorter", acts: true },
  { keys: ["d"], command: "decline", acts: true },
  { keys: ["b"], command: "recall", acts: true },
  { keys: ["u"], command: "undo", acts: true },
  { keys: ["p"], command: "print", acts: true },
  { keys: ["t"], command: "totals", acts: false },
  { keys: ["s"], command: "silence", acts: false },
  { keys: ["ArrowDown", "ArrowRight"], command: "next", acts: false },
  { keys: ["ArrowUp", "ArrowLeft"], command: "previous", acts: false },
  { keys: ["?"], command: "help", acts: false },
];

/** What goes on while its key is held down. @type {Command[]} */
const REPEATED = ["longer", "shorter", "next", "previous"];

/**
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "repeat">} event
 * @param {boolean} watching
 * @returns {Command | null} what the key means on the board
 */
export function commandOf({ key, ctrlKey, altKey, metaKey, repeat }, watching) {
  if (ctrlKey || altKey || metaKey) return null;
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  const found = KEYS.find(({ keys }) => keys.includes(wanted));
  if (!found || (found.acts && watching) || (repeat && !REPEATED.includes(found.command)))
    return null;
  return found.command;
}

/**
 * Whether a key belongs to what it is pressed in: a field that is typed in, or a button that Enter presses.
 *
 * @param {string} key
 * @param {EventTarget | null} target
 */
export function isTaken(key, target) {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, select, [contenteditable], dialog")) return true;
  return key === "Enter" && target.closest("button, a, summary") !== null;
}
