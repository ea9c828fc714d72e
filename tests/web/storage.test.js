import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** @import * as Storage from "../../web/storage.js" */

const forbidden = () => {
  throw new DOMException("no", "SecurityError");
};
const full = () => {
  throw new DOMException("no", "QuotaExceededError");
};

/** A browser's storage: its keys are its own properties. @param {Record<string, () => void>} [broken] */
function openStorage(broken = {}) {
  const methods = {
    /** @this {any} @param {string} key */
    getItem(key) {
      return this[key] ?? null;
    },
    /** @this {any} @param {string} key @param {string} value */
    setItem(key, value) {
      this[key] = value;
    },
    /** @this {any} @param {string} key */
    removeItem(key) {
      Reflect.deleteProperty(this, key);
    },
    ...broken,
  };
  return Object.create(methods);
}

/** What outlives a page, but not its tab. */
const tab = {
  /** @type {any} */
  state: null,
  /** @param {any} state */
  replaceState(state) {
    tab.state = structuredClone(state);
  },
};
let pages = 0;
/** Of the page that was loaded last. */
let onHashChange = new EventTarget();

/** @returns {Promise<typeof Storage>} the module as a page finds it that has just been loaded */
async function loadPage() {
  pages += 1;
  onHashChange = new EventTarget();
  define({ addEventListener: onHashChange.addEventListener.bind(onHashChange) });
  return import(`../../web/storage.js?page=${pages}`);
}

/** @param {object} globals */
const define = (globals) => Object.assign(globalThis, globals);

beforeEach(() => {
  tab.state = null;
  tab.replaceState = (state) => {
    tab.state = structuredClone(state);
  };
  define({ history: tab });
});

test("what is remembered outlives the tab, and what is forgotten is gone", async () => {
  const localStorage = openStorage();
  define({ localStorage });
  (await loadPage()).remember("basket.a", { egg: 1 });
  assert.equal(tab.state, null);
  const next = await loadPage();
  assert.deepEqual(next.recall("basket.a"), { egg: 1 });
  assert.deepEqual(next.rememberedNames("basket."), ["basket.a"]);
  next.forget("basket.a");
  assert.equal(next.recall("basket.a"), null);
  assert.deepEqual(Object.keys(localStorage), []);
});

for (const [why, broken] of /** @type {const} */ ([
  ["full", { setItem: full }],
  ["forbidden", { setItem: forbidden, getItem: forbidden, removeItem: forbidden }],
])) {
  test(`where the storage is ${why}, a reload of the tab forgets nothing`, async () => {
    define({ localStorage: openStorage(broken) });
    (await loadPage()).remember("attempt.a", { key: "1" });
    const next = await loadPage();
    assert.deepEqual(next.recall("attempt.a"), { key: "1" });
    assert.deepEqual(next.rememberedNames("attempt."), ["attempt.a"]);
    next.forget("attempt.a");
    assert.equal((await loadPage()).recall("attempt.a"), null);
  });
}

test("where even asking for the storage is forbidden, it is the same", async (context) => {
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: forbidden });
  context.after(() => Reflect.deleteProperty(globalThis, "localStorage"));
  const page = await loadPage();
  assert.equal(page.recall("basket.a"), null);
  page.remember("basket.a", 1);
  page.forget("basket.b");
  assert.equal((await loadPage()).recall("basket.a"), 1);
});

test("what the storage takes at last is no longer kept in the tab", async () => {
  define({ localStorage: openStorage({ setItem: full }) });
  const page = await loadPage();
  page.remember("basket.a", 1);
  define({ localStorage: openStorage() });
  page.remember("basket.a", 2);
  assert.deepEqual(tab.state, { orderbell: {} });
  assert.equal((await loadPage()).recall("basket.a"), 2);
});

test("another place in the tab's history knows it too, and what was forgotten meanwhile stays so", async () => {
  define({ localStorage: openStorage({ setItem: full }) });
  const page = await loadPage();
  page.remember("basket.a", 1);
  const before = tab.state;
  tab.state = null;
  onHashChange.dispatchEvent(new Event("hashchange"));
  assert.deepEqual(tab.state, before);
  page.forget("basket.a");
  tab.state = before;
  onHashChange.dispatchEvent(new Event("hashchange"));
  assert.equal((await loadPage()).recall("basket.a"), null);
});

test("where the tab takes nothing either, the page remembers", async () => {
  define({ localStorage: openStorage({ setItem: full }) });
  tab.replaceState = forbidden;
  const page = await loadPage();
  page.remember("basket.a", 1);
  assert.equal(page.recall("basket.a"), 1);
});

test("what cannot be read is as if it were not there", async () => {
  const localStorage = openStorage();
  localStorage["orderbell.basket.a"] = "{";
  define({ localStorage });
  assert.equal((await loadPage()).recall("basket.a"), null);
});
