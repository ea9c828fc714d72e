/** What lets a page be installed and open without a network: browsers give it to secure pages alone. */

/** Has the pages' files kept in this browser, where it can. */
export function keepShell() {
  // Not before the page itself is there, which needs the same files.
  addEventListener("load", () => {
    navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
  });
  // Somebody touched a notification of this page's.
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.open) location.href = data.open;
  });
}

/** @returns {boolean} whether this page could be installed, for a page that says why not */
export const isInstallable = () => "serviceWorker" in navigator;
