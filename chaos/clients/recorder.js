/**
 * Writes down what a page of Orderbell shows and hears, in the words of chaos/records.py; its calls are in
 * recorder_calls.js.
 *
 * It runs before the page's own scripts and changes nothing for them. What is written goes to `record`, a function that
 * the run provides, with the time at which it happened. What is shown is looked at whenever the page has drawn, as a
 * whole, so that a card that moves from one column to another was never gone.
 */

/** @typedef {{at: number, kind: string, data: Record<string, any>}} Line */

(() => {
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

  /** Cards of orders, and what the page says of its connection. */
  function recordShown() {
    const CARDS = ".ticket[data-order-id], article[data-order-id]";
    /** @type {Map<string, string>} */
    let shown = new Map();
    let stated = "";

    const look = () => {
      /** @type {Map<string, string>} */
      const now = new Map();
      for (const card of document.querySelectorAll(CARDS)) {
        const {
          orderId = "",
          version,
          status,
          received,
          verified,
        } = /** @type {any} */ (card).dataset;
        if (now.has(orderId)) write("twice", { order_id: orderId });
        const isVerified = card.matches("article")
          ? !card.querySelector(".badge")
          : verified === "true";
        const seen = { version: Number(version), status, received: received === "true" };
        now.set(orderId, JSON.stringify({ order_id: orderId, ...seen, verified: isVerified }));
      }
      for (const orderId of shown.keys())
        if (!now.has(orderId)) write("hidden", { order_id: orderId });
      for (const [orderId, seen] of now) {
        if (shown.get(orderId) !== seen) write("shown", JSON.parse(seen));
      }
      shown = now;
      const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-connection]"));
      const state = bar?.dataset.connection ?? stated;
      if (state !== stated) write("stated", { state });
      stated = state;
    };

    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: [
        "data-order-id",
        "data-version",
        "data-status",
        "data-received",
        "data-verified",
        "data-connection",
      ],
    });
  }

  /** Every socket of the page and what goes over it. */
  function recordSockets() {
    let number = 0;

    globalThis.WebSocket = class extends WebSocket {
      /** @param {string | URL} url @param {string | string[]} [protocols] */
      constructor(url, protocols) {
        super(url, protocols);
        number += 1;
        const socket = `${Math.round(performance.timeOrigin)}.${number}`;
        this.addEventListener("message", ({ data }) => hear(socket, JSON.parse(data)));
        // 1006 stands for no close frame.
        this.addEventListener("close", ({ code }) =>
          write("closed", { socket, code: code === 1006 ? null : code }),
        );
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

  /** @param {string} socket @param {any} frame */
  function hear(socket, frame) {
    const { type, channel, event, order, shop } = frame;
    if (type === "subscribed") write("opened", { socket, channel });
    else if (type === "resync" || type === "interrupted") write("notice", { socket, notice: type });
    else if (type === "heartbeat") write("heartbeat", { socket });
    else if (type === "event" && order) write("event", { socket, channel, event, ...told(order) });
    else if (type === "event" && shop) write("accepting", accepting(shop));
  }

  /** @param {any} order */
  function told({ id, version, status, received_at }) {
    return { order_id: id, version, status, received: received_at !== null };
  }

  /** @param {any} shop */
  const accepting = ({ id, accepting, version }) => ({ shop_id: id, accepting, version });

  if (location.protocol.startsWith("http")) {
    // For recorder_calls.js, which is a script of its own.
    Object.assign(globalThis, { recorder: { write, told, accepting } });
    write("opened_page");
    recordShown();
    recordSockets();
  }
})();
