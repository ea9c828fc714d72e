/**
 * Writes down the calls that a page of Orderbell makes and what is answered, in the words of chaos/records.py.
 *
 * It runs after recorder.js and before the page's own scripts, and changes nothing for them.
 */

/** @typedef {{method: string, path: string, query: URLSearchParams, headers: Record<string, string>, body: any}} Call */
/** @typedef {{status: number, headers: Headers, body: any}} Answer `status` is 0 where none came */

(() => {
  /** @type {any} */
  const recorder = Reflect.get(globalThis, "recorder");
  if (!recorder) return;
  const { write, told, accepting } = recorder;

  /** Every call of the page that the records know. */
  function recordCalls() {
    const ask = globalThis.fetch;
    const snapshots = new Map();

    /** @type {[string, RegExp, (call: Call, found: string[]) => ((answer: Answer) => void)][]} */
    const KNOWN = [
      ["POST", /^\/api\/orders$/, (call) => placing(call)],
      ["POST", /^\/api\/orders\/received$/, (call) => received(call)],
      [
        "POST",
        /^\/api\/orders\/([^/]+)\/(\w+)$/,
        (_, [orderId, action]) => acting(orderId, action),
      ],
      [
        "GET",
        /^\/api\/orders$/,
        ({ query }) => {
          if (query.get("active") === "false" || query.has("day")) return () => {};
          const shopId = query.get("shop_id") ?? "";
          return snapshot(snapshots, { shop_id: shopId }, (body) => body.orders);
        },
      ],
      [
        "GET",
        /^\/api\/orders\/([^/]+)$/,
        (_, [orderId]) => snapshot(snapshots, { order_id: orderId }, (body) => [body]),
      ],
      [
        "GET",
        /^\/api\/shops\/([^/]+)$/,
        () => ifWell(({ body }) => write("accepting", accepting(body))),
      ],
      [
        "PATCH",
        /^\/api\/shops\/([^/]+)$/,
        ({ body }, [shopId]) =>
          ifWell(() => {
            if ("open" in body) write("opening", { shop_id: shopId, open: body.open });
          }),
      ],
      [
        "PUT",
        /^\/api\/shops\/([^/]+)\/presence$/,
        (_, [shopId]) =>
          ifWell(({ body }) => {
            write("attended", { shop_id: shopId, expires_at: Date.parse(body.expires_at) / 1000 });
          }),
      ],
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
      const tell = (/** @type {Answer} */ answer) => {
        for (const end of after) end(answer);
      };
      try {
        const answer = await ask(input, options);
        const { status, headers } = answer;
        // The page reads its own.
        const reading = answer.clone().text();
        reading
          .then((text) => tell({ status, headers, body: text ? JSON.parse(text) : null }))
          .catch(() => tell(NONE));
        return answer;
      } catch (error) {
        tell(NONE);
        throw error;
      }
    };
  }

  /** @type {Answer} */
  const NONE = { status: 0, headers: new Headers(), body: null };

  /** @param {Call} call */
  function placing({ headers, body }) {
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

  /** @param {Call} call */
  function received({ body }) {
    return ifWell(() =>
      write("receipt", { shop_id: body.shop_id, order_ids: body.orders, by: "http" }),
    );
  }

  /** @param {string | undefined} orderId @param {string | undefined} action */
  function acting(orderId, action) {
    write("acting", { order_id: orderId, action });
    return (/** @type {Answer} */ { status, body }) => {
      if (status === 0) return;
      const order = isWell({ status }) ? body : body?.order;
      const as = { version: order?.version ?? null, status: order?.status ?? null };
      write("acted", { order_id: orderId, action, http_status: status, ...as });
    };
  }

  /**
   * @param {Map<string, any[]>} known the last answer by what was asked
   * @param {Record<string, string | undefined>} named @param {(body: any) => any[]} ordersOf
   */
  function snapshot(known, named, ordersOf) {
    const key = JSON.stringify(named);
    return (/** @type {Answer} */ { status, headers, body }) => {
      if (status === 200)
        known.set(
          key,
          ordersOf(body).map(({ id, version, status: now }) => [id, version, now]),
        );
      else if (status !== 304) return;
      const asOf = Date.parse(headers.get("As-Of") ?? "") / 1000;
      write("snapshot", { ...named, as_of: asOf, orders: known.get(key) ?? [] });
    };
  }

  /** @param {(answer: Answer) => void} end */
  const ifWell = (end) => (/** @type {Answer} */ answer) => isWell(answer) && end(answer);

  /** @param {{status: number}} answer */
  const isWell = ({ status }) => status >= 200 && status < 300;

  recordCalls();
})();
