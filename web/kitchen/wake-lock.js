/**
 * Keeps the screen awake where the browser can: secure contexts alone have a wake lock.
 *
 * @returns {boolean} whether it can
 */
export function keepAwake() {
  if (!navigator.wakeLock) return false;
  const lock = () => {
    if (document.visibilityState === "visible")
      navigator.wakeLock.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", lock);
  lock();
  return true;
}
