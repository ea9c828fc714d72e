/** The browser's own notifications: whether it gives any to this page, and showing one. */

/** Chrome on Android shows them through a service worker alone; one that is not there by then is not coming. */
const WORKER_SECONDS = 1;
const ICON = "/icons/192.png";

/** @typedef {"granted" | "default" | "denied" | "insecure" | "unsupported"} Permission */

/** @returns {Permission} `default` where the browser would ask; `insecure` on plain http, `unsupported` without any */
export function permission() {
  if (!globalThis.isSecureContext) return "insecure";
  return globalThis.Notification ? Notification.permission : "unsupported";
}

/** Must be called while the page is being touched. @returns {Promise<Permission>} */
export async function askPermission() {
  if (permission() === "default") await Notification.requestPermission();
  return permission();
}

/** @param {{title: string, body: string, tag: string}} news a later one of the same tag takes the place of the first */
export async function notify({ title, body, tag }) {
  if (permission() !== "granted") return;
  const url = location.href;
  // Without `renotify` the second of a tag would come without a sound.
  const options = { body, tag, renotify: true, icon: ICON, data: { url } };
  try {
    const worker = await readyWorker();
    if (worker) await worker.showNotification(title, options);
    else openBy(new Notification(title, options), url);
  } catch {
    // The page still says it, and chimes.
  }
}

/** @param {Notification} notification @param {string} url the order's, which the page may have left */
function openBy(notification, url) {
  notification.onclick = () => {
    location.href = url;
    globalThis.focus();
    notification.close();
  };
}

/** @returns {Promise<ServiceWorkerRegistration | null>} */
async function readyWorker() {
  const late = new Promise((resolve) => setTimeout(() => resolve(null), WORKER_SECONDS * 1000));
  return Promise.race([navigator.serviceWorker?.ready ?? null, late]);
}
