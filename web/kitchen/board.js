/** The board: new, cooking and ready orders, the bell, and the shop's own switches. */

/** @import { Connection } from "../connection.js" */
/** @import { Order, Shop } from "../contract.js" */
/** @import { Bell } from "../sound.js" */
/** @import { Action } from "./acting.js" */
/** @import { Sessions } from "./session.js" */

import { text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed, useNow } from "../hooks.js";
import { html, useEffect, useState } from "../html.js";
import { activeOrders, oneShop } from "../snapshots.js";
import { act } from "./acting.js";
import { useRinging } from "./bell.js";
import { DishList } from "./dishes.js";
import { Header } from "./header.js";
import { keepPresence } from "./presence.js";
import { sendReceipts } from "./receipts.js";
import { TicketCard } from "./ticket.js";
import { COLUMNS, column, ringing } from "./tickets.js";
import { TimedOutNotice, useTimedOut } from "./timed-out.js";

/** @typedef {{connection: Connection, shopId: string, sessions: Sessions, bell: Bell}} BoardProps */

const ENDED = ["completed", "rejected", "cancelled"];

/** @param {BoardProps} props */
export function Board({ connection, shopId, sessions, bell }) {
  const { orders, shop } = useShop({ connection, shopId, sessions, bell });
  const [noticed, setNoticed] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const [isMenu, setMenu] = useState(false);
  const now = useNow(1) + (orders?.view.ahead ?? 0);
  const verified = orders?.view.entries ?? [];
  const unverified = orders?.view.unverified ?? [];
  const rings = ringing([...verified, ...unverified], noticed);
  const announcement = useRinging(bell, rings);
  const { timedOut, onRead } = useTimedOut(verified, now, sessions.token);

  /** @param {string[]} ids */
  const notice = (ids) =>
    setNoticed(
      (before) =>
        new Set(
          [...ringing(verified, new Set()), ...unverified].flatMap(({ id }) =>
            before.has(id) || ids.includes(id) ? id : [],
          ),
        ),
    );
  /** @param {Order} order @param {Action} action @param {object} body */
  const perform = async (order, action, body) => {
    notice([order.id]);
    const token = sessions.token();
    const outcome = await act(order.id, action, body, token);
    if (outcome.order) orders?.take(outcome.order);
    if (outcome.problem?.status === 401) sessions.refused(token);
    if (outcome.problem) {
      setNoticed((before) => new Set([...before].filter((id) => id !== order.id)));
    }
    return outcome.problem;
  };

  return html`
    <div class="kitchen" data-ringing=${rings.length > 0}>
      <${Header} connection=${connection} sessions=${sessions} bell=${bell} shop=${shop} orders=${orders}
        isMenu=${isMenu} onMenu=${() => setMenu(!isMenu)}
        onQuiet=${rings.length > 0 && (() => notice(rings.map(({ id }) => id)))} />
      <p class="hidden" aria-live="assertive" data-testid="announcement">${announcement}</p>
      <${TimedOutNotice} timedOut=${timedOut} onRead=${onRead} />
      ${
        isMenu
          ? html`<${DishList} shop=${shop?.view.entries[0]} sessions=${sessions} refresh=${shop?.poll} />`
          : html`
            <main class="board" id="main">
              ${COLUMNS.map(
                (status) => html`
                  <${Column} key=${status} status=${status} tickets=${column(verified, unverified, status)}
                    now=${now} isLoaded=${orders?.view.loaded} perform=${perform} />`,
              )}
            </main>`
      }
    </div>`;
}

/** The shop's orders and the shop itself, kept true for as long as the board stands. @param {BoardProps} props */
function useShop({ connection, shopId, sessions }) {
  const orders = useFeed(
    () =>
      openFeed({
        connection,
        channel: `shop:${shopId}`,
        token: sessions.token,
        load: activeOrders(shopId, sessions.token),
        leaving: ENDED,
        entryOf: (frame) => /** @type {Order | undefined} */ (frame.order),
        onReceipts: (ids) => sendReceipts(connection, shopId, sessions.token, ids),
        onRefused: () => sessions.refused(sessions.token()),
      }),
    shopId,
  );
  const shop = useFeed(
    () =>
      openFeed({
        connection,
        channel: `public:shop:${shopId}`,
        load: oneShop(shopId),
        leaving: [],
        entryOf: (frame) => /** @type {Shop | undefined} */ (frame.shop),
      }),
    shopId,
  );
  useEffect(() => keepPresence(connection, shopId, sessions.token), [shopId]);
  return { orders, shop };
}

/** @param {{status: "placed" | "accepted" | "ready", tickets: import("./tickets.js").Ticket[], now: number, isLoaded: boolean, perform: (order: Order, action: Action, body: object) => Promise<any>}} props */
function Column({ status, tickets, now, isLoaded, perform }) {
  return html`
    <section class="column" data-column=${status} aria-labelledby=${`column-${status}`}>
      <h2 id=${`column-${status}`}>${text(`column.${status}`)} <span class="count">${tickets.length}</span></h2>
      ${!isLoaded && html`<p class="faint">${text("loading")}</p>`}
      ${isLoaded && tickets.length === 0 && html`<p class="faint">${text("column.none")}</p>`}
      <ul class="tickets">
        ${tickets.map(
          ({ order, verified }) => html`
            <${TicketCard} key=${order.id} order=${order} verified=${verified} now=${now} perform=${perform} />`,
        )}
      </ul>
    </section>`;
}
