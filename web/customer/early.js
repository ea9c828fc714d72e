/**
 * Asks for what the customer's page shows first while its script is still on the way; `api.js` takes the answer. No
 * module, so that it is there before any. What is asked so early is what a feed asks for before it is subscribed, and
 * asks for again when it is: an answer that nobody takes soon is forgotten.
 */

{
  const LIMIT_SECONDS = 10;
  const [view, id] = location.hash.replace(/^#\/?/, "").split("/");
  const shopId = view === "shop" && /^[\w-]+/.exec(id ?? "");
  const path = shopId ? `/api/shops/${shopId}` : view === "" ? "/api/shops" : null;
  if (path) {
    const limit = new AbortController();
    const answer = fetch(path, { cache: "no-store", signal: limit.signal });
    const askedEarly = new Map([[path, answer]]);
    Object.assign(globalThis, { askedEarly });
    answer.catch(() => askedEarly.delete(path));
    setTimeout(() => {
      askedEarly.clear();
      limit.abort();
    }, LIMIT_SECONDS * 1000);
  }
}
