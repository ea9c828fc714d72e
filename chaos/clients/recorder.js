/**
 * Writes down what a page of Orderbell does, hears and shows, in the words of chaos/records.py.
 *
 * It runs before the page's own scripts and changes nothing for them. What is written goes to `record`, a function that
 * the run provides, with the time at which it happened. What is shown is looked at whenever the page has drawn, as a
 * whole, so that a card that moves from one column to another was never gone.
 */

/** @typedef {{at: number, kind: string, data: Record<string, any>}} Line */
/** @typedef {{method: string, path: string, query: URLSearchParams, headers: Record<string, string>, body: any}} Call */
/** @typedef {{status: number, headers: Headers, body: any}} Answer `status` is 0 where none came */

/** @typedef {(kind: string, data?: Record<string, any>) => void} Write */

/** Cards of orders, and what the page says of its connection. @param {Write} write */
function recordShown(write) {
  const CARDS = ".ticket[data-order-id], article[data-order-id]";
  /** @type {Map<string, string>} */
  let shown = new Map();
  let stated = "";

  const look = () => {
    /** @type {Map<string, string>} */
    const now = new Map();
    for (const card of document.querySelectorAll(CARDS)) {
      const { orderId = "", version, status, received, verified } = /** @type {any} */ (card).dataset;
      if (now.has(orderId)) write("twice", { order_id: orderId });
      const isVerified = card.matches("article") ? !card.querySelector(".badge") : verified === "true";
      const seen = { version: Number(version), status, received: received === "true" };
      now.set(orderId, JSON.stringify({ order_id: orderId, ...seen, verified: isVerified }));
    }
    for (const orderId of shown.keys()) if (!now.has(orderId)) write("hidden", { order_id: orderId });
    for (const [orderId, seen] of now) {
      if (shown.get(orderId) !== seen) write("shown", JSON.parse(seen));
    }
    shown = now;
    const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-connection]"));
    const state = bar?.dataset["connection"] ?? stated;
    if (state !== stated) write("stated", { state });
    stated = state;
  };

  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-order-id", "data-version", "data-status", "data-received", "data-verified", "data-connection"],
  });
}

/** Every socket of the page and what goes over it. @param {Write} write */
function recordSockets(write) {
  let number = 0;

  globalThis.WebSocket = class extends WebSocket {
    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols) {
      super(url, protocols);
      number += 1;
      const socket = `${Math.round(performance.timeOrigin)}.${number}`;
      this.addEventListener("message", ({ data }) => hear(write, socket, JSON.parse(data)));
      // 1006 stands for no close frame.
      this.addEventListener("close", ({ code }) => write("closed", { socket, code: code === 1006 ? null : code }));
    }

    /** @param {any} text @override */
    send(text) {
      super.send(text);
      const { type, channel, data } = JSON.parse(text);
      if (type !== "message" || !data.received) return;
      const shopId = channel.slice("shop:".length);
      write("receipt", { shop_id: shopId, order_ids: data.received, by: "socket" });
    }
  };
}

/** @param {Write} write @param {string} socket @param {any} frame */
function hear(write, socket, frame) {
  const { type, channel, event, order, shop } = frame;
  if (type === "subscribed") write("opened", { socket, channel });
  else if (type === "resync" || type === "interrupted") write("notice", { socket, notice: type });
  else if (type === "heartbeat") write("heartbeat", { socket });
  else if (type === "event" && order) write("event", { socket, channel, event, ...told(order) });
  else if (type === "event" && shop) write("accepting", accepting(shop));
}

/** Every call of the page that the records know. @param {Write} write */
function recordCalls(write) {
  const ask = globalThis.fetch;
  const snapshots = new Map();

  /** @type {[string, RegExp, (call: Call, found: string[]) => ((answer: Answer) => void)][]} */
  const KNOWN = [
    ["POST", /^\/api\/orders$/, (call) => placing(write, call)],
    ["POST", /^\/api\/orders\/received$/, (call) => received(write, call)],
    ["POST", /^\/api\/orders\/([^/]+)\/(\w+)$/, (_, [orderId, action]) => acting(write, orderId, action)],
    ["GET", /^\/api\/orders$/, ({ query }) => {
      const shopId = query.get("shop_id") ?? "";
      return snapshot(write, snapshots, { shop_id: shopId }, (body) => body.orders);
    }],
    ["GET", /^\/api\/orders\/([^/]+)$/, (_, [orderId]) => snapshot(write, snapshots, { order_id: orderId }, (body) => [body])],
    ["GET", /^\/api\/shops\/([^/]+)$/, () => ifWell(({ body }) => write("accepting", accepting(body)))],
    ["PATCH", /^\/api\/shops\/([^/]+)$/, ({ body }, [shopId]) => ifWell(() => {
      if ("open" in body) write("opening", { shop_id: shopId, open: body.open });
    })],
    ["PUT", /^\/api\/shops\/([^/]+)\/presence$/, (_, [shopId]) => ifWell(({ body }) => {
      write("attended", { shop_id: shopId, expires_at: Date.parse(body.expires_at) / 1000 });
    })],
  ];

  /** @param {any} input @param {any} [options] */
  globalThis.fetch = async (input, options = {}) => {
    const url = new URL(input, location.href);
    const call = {
      method: options.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: options.headers ?? {},
      body: options.body ? JSON.parse(options.body) : null,
    };
    const after = KNOWN.flatMap(([method, pattern, begin]) => {
      const found = method === call.method ? pattern.exec(call.path) : null;
      return found ? begin(call, found.slice(1).map(decodeURIComponent)) : [];
    });
    const tell = (/** @type {Answer} */ answer) => after.forEach((end) => end(answer));
    try {
      const answer = await ask(input, options);
      const { status, headers } = answer;
      // The page reads its own.
      const reading = answer.clone().text();
      reading.then((text) => tell({ status, headers, body: text ? JSON.parse(text) : null })).catch(() => tell(NONE));
      return answer;
    } catch (error) {
      tell(NONE);
      throw error;
    }
  };
}

/** @type {Answer} */
const NONE = { status: 0, headers: new Headers(), body: null };

/** @param {Write} write @param {Call} call */
function placing(write, { headers, body }) {
  const asked = { key: headers["Idempotency-Key"], shop_id: body.shop_id };
  write("placing", { ...asked, body });
  return (/** @type {Answer} */ answer) => {
    const { status } = answer;
    if (isWell(answer)) {
      const { order, token } = answer.body;
      const { received: _, ...as } = told(order);
      write("placed", { ...asked, ...as, new: status === 201, token });
    } else if (status === 0 || status === 429 || status >= 500) {
      write("unanswered", { ...asked, why: answer.body?.code ?? "no_answer" });
    } else {
      write("refused", { ...asked, code: answer.body?.code });
    }
  };
}

/** @param {Write} write @param {Call} call */
function received(write, { body }) {
  return ifWell(() => write("receipt", { shop_id: body.shop_id, order_ids: body.orders, by: "http" }));
}

/** @param {Write} write @param {string | undefined} orderId @param {string | undefined} action */
function acting(write, orderId, action) {
  write("acting", { order_id: orderId, action });
  return ({ status, body }) => {
    if (status === 0) return;
    const order = isWell({ status }) ? body : body?.order;
    const as = { version: order?.version ?? null, status: order?.status ?? null };
    write("acted", { order_id: orderId, action, http_status: status, ...as });
  };
}

/**
 * @param {Write} write @param {Map<string, any[]>} known the last answer by what was asked
 * @param {Record<string, string | undefined>} named @param {(body: any) => any[]} ordersOf
 */
function snapshot(write, known, named, ordersOf) {
  const key = JSON.stringify(named);
  return (/** @type {Answer} */ { status, headers, body }) => {
    if (status === 200) known.set(key, ordersOf(body).map(({ id, version, status: now }) => [id, version, now]));
    else if (status !== 304) return;
    const asOf = Date.parse(headers.get("As-Of") ?? "") / 1000;
    write("snapshot", { ...named, as_of: asOf, orders: known.get(key) ?? [] });
  };
}

/** @param {(answer: Answer) => void} end */
const ifWell = (end) => (/** @type {Answer} */ answer) => isWell(answer) && end(answer);

/** @param {{status: number}} answer */
const isWell = ({ status }) => status >= 200 && status < 300;

/** @param {any} order */
function told({ id, version, status, received_at }) {
  return { order_id: id, version, status, received: received_at !== null };
}

/** @param {any} shop */
const accepting = ({ id, accepting, version }) => ({ shop_id: id, accepting, version });

if (location.protocol.startsWith("http")) {
  /** @type {Line[]} */
  let batch = [];

  /** @param {string} kind @param {Record<string, any>} [data] */
  const write = (kind, data = {}) => {
    if (batch.length === 0) queueMicrotask(flush);
    batch.push({ at: Date.now() / 1000, kind, data });
  };
  const flush = () => {
    const full = batch;
    batch = [];
    // @ts-expect-error: Playwright provides it.
    globalThis.record(full);
  };

  write("opened_page");
  recordShown(write);
  recordSockets(write);
  recordCalls(write);
}
