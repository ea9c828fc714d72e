/** Those who want to be told of a change, each until it is no longer interested. */

export function openListeners() {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  return {
    /** @param {() => void} listener @returns {() => void} ends it */
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell() {
      for (const listener of [...listeners]) listener();
    },
  };
}
