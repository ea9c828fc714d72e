/** Which key stands for which ticket. A ticket keeps its key for as long as it is there. */

const KEYS = 9;

/**
 * @param {ReadonlyMap<string, number>} before key by order id
 * @param {string[]} ids of the tickets, in the order of the board
 * @returns {ReadonlyMap<string, number>} from 1 to 9; a key that has become free goes to the first ticket without one
 */
export function numbered(before, ids) {
  const there = new Set(ids);
  const kept = new Map([...before].filter(([id]) => there.has(id)));
  const taken = new Set(kept.values());
  const free = Array.from({ length: KEYS }, (_, index) => index + 1).filter(
    (key) => !taken.has(key),
  );
  for (const id of ids) {
    if (free.length === 0) break;
    if (!kept.has(id)) kept.set(id, free.shift() ?? 0);
  }
  return kept;
}
