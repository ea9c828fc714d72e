/**
 * Keeps a page's own files, so that it opens where nothing answers, and can say so. It never touches what is true only
 * now: calls to `/api/` and the socket go past it. A page that the server answers for has all its files from there.
 */

/** @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} ExtendableEvent */
/**
 * @typedef {ExtendableEvent & {
 *   request: Request, clientId: string, resultingClientId: string, respondWith: (answer: Promise<Response>) => void,
 * }} FetchEvent
 */

const PAGES = ["/", "/kitchen"];
/** A page that takes longer to come is opened as it was kept. */
const PATIENCE_SECONDS = 4;
/** A page is kept anew so often, and whole: files of two releases do not go together. */
const KEEP_HOURS = 24;
/** Only then, so that a page that is just being loaded has the network for itself. */
const KEEP_AFTER_SECONDS = 15;
/** Which windows were opened as they were kept, by their ids: browsers stop this worker when it is idle. */
const OPENED_AS_KEPT = "opened as kept";
const SERVER_FAILED = 500;

addEventListener("install", (event) => {
  const keeping = openPages().then((pages) => Promise.all(pages.map(keep)));
  /** @type {ExtendableEvent} */ (event).waitUntil(keeping.then(() => scope().skipWaiting()));
});

addEventListener("activate", (event) => {
  /** @type {ExtendableEvent} */ (event).waitUntil(scope().clients.claim());
});

addEventListener("fetch", (event) => {
  const asked = /** @type {FetchEvent} */ (event);
  const { request } = asked;
  const { origin, pathname } = new URL(request.url);
  // Who wants nothing stored asks whether the server answers.
  if (request.method !== "GET" || request.cache === "no-store" || origin !== location.origin)
    return;
  if (pathname.startsWith("/api/") || pathname === "/ws") return;
  const isPage = request.mode === "navigate" && PAGES.includes(pathname);
  asked.respondWith(isPage ? openPage(asked, pathname) : fileOf(asked, pathname));
});

addEventListener("notificationclick", (event) => {
  const { notification } = /** @type {any} */ (event);
  notification.close();
  /** @type {ExtendableEvent} */ (event).waitUntil(show(notification.data?.url ?? "/"));
});

/** The page from the server; where that does not answer in time, as it was kept. @param {FetchEvent} event @param {string} page */
async function openPage(event, page) {
  const old = await (await shellOf(page))?.match(page);
  const coming = fetch(event.request);
  event.waitUntil(coming.then(() => keepWhenOld(page)).catch(() => {}));
  if (!old) return coming;
  try {
    return await Promise.race([coming.then(answered), late()]);
  } catch {
    await noteKept(event.resultingClientId);
    return old;
  }
}

/** A file that a page needs: never one of another day than the page. @param {FetchEvent} event @param {string} file */
async function fileOf({ request, clientId }, file) {
  const client = await scope().clients.get(clientId);
  const isKept = await (await caches.open(OPENED_AS_KEPT)).match(`/${clientId}`);
  const shell = client && isKept && (await shellOf(new URL(client.url).pathname));
  return (shell && (await shell.match(file))) || fetch(request);
}

/** @param {string} opened the id of a window */
async function noteKept(opened) {
  const cache = await caches.open(OPENED_AS_KEPT);
  for (const { url } of await cache.keys()) {
    const id = new URL(url).pathname.slice(1);
    if (!(await scope().clients.get(id))) await cache.delete(url);
  }
  await cache.put(`/${opened}`, new Response());
}

/** The page of this address: one that is open already, else a new one. @param {string} url */
async function show(url) {
  const pages = await scope().clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.find((/** @type {any} */ page) => new URL(page.url).pathname === "/");
  if (!open) return scope().clients.openWindow(url);
  // Its address may have changed since: it goes there by itself.
  open.postMessage({ open: url });
  return open.focus();
}

/** The pages that are open: a customer needs no kitchen. */
async function openPages() {
  const clients = await scope().clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = clients.map((/** @type {any} */ client) => new URL(client.url).pathname);
  return PAGES.filter((page) => open.includes(page));
}

/** @param {string} page @returns {Promise<string[]>} the names of the caches that hold it, the newest last */
const shellsOf = async (page) =>
  (await caches.keys()).filter((name) => name.split(" ")[0] === page).sort();

/** @param {string} page */
async function shellOf(page) {
  const newest = (await shellsOf(page)).at(-1);
  return newest ? caches.open(newest) : null;
}

/** @param {string} page */
async function keepWhenOld(page) {
  const keptAt = Number((await shellsOf(page)).at(-1)?.split(" ")[1] ?? 0);
  if (Date.now() - keptAt < KEEP_HOURS * 3_600_000) return;
  await new Promise((resolve) => setTimeout(resolve, KEEP_AFTER_SECONDS * 1000));
  await keep(page);
}

/** Keeps a page and the files that it names, or nothing of it. @param {string} page */
async function keep(page) {
  const before = await shellsOf(page);
  const name = `${page} ${Date.now()}`;
  const document = await fetched(page);
  const named = (await document.clone().text()).matchAll(/(?:href|src)="(\/[^"]+)"/g);
  /** @param {RegExpExecArray} found @returns {Promise<[string, Response]>} */
  const withAnswer = async ([, file = ""]) => [file, await fetched(file)];
  const files = await Promise.all([...named].map(withAnswer));
  try {
    const shell = await caches.open(name);
    await shell.put(page, document);
    await Promise.all(files.map(([file, answer]) => shell.put(file, answer)));
    await Promise.all(before.map((old) => caches.delete(old)));
  } catch {
    // A browser that is full keeps what it has.
    await caches.delete(name);
  }
}

/** As it is at the server. @param {string} file */
async function fetched(file) {
  const response = await fetch(file, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status}`);
  return response;
}

/** @param {Response} response */
function answered(response) {
  if (response.status >= SERVER_FAILED) throw new Error(`${response.status}`);
  return response;
}

/** @returns {Promise<never>} fails when the patience is over */
const late = () =>
  new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_SECONDS * 1000));

const scope = () => /** @type {any} */ (globalThis);
