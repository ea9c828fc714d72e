/** The board: new, cooking and ready orders, and what is to be cooked for them. */

/** @import { Ringing } from "../screen/bell.js" */
/** @import { ShopState } from "../../shop-state.js" */
/** @import { Station } from "../station.js" */
/** @import { Performing } from "./performing.js" */

import { currentLanguage } from "../../catalogue.js";
import { html, useEffect, useMemo, useRef, useState } from "../../html.js";
import { Loading } from "../../page.js";
import { isOffline } from "../../page-state.js";
import { shopState } from "../../shop-state.js";
import { recall, remember } from "../../storage.js";
import { useBoardKeys } from "./board-keys.js";
import { BoardTools, bringIntoSight } from "./board-tools.js";
import { useClock } from "./clock.js";
import { Columns } from "./columns.js";
import { useHolding } from "./holding.js";
import { KeysHelp } from "./keys-help.js";
import { LastOnes } from "./last-ones.js";
import { openMoves } from "./moves.js";
import { numbered } from "./numbering.js";
import { ticketsOf } from "./pending.js";
import { COLUMNS, THRESHOLDS } from "./tickets.js";
import { totals } from "./totals.js";
import { TotalsPanel } from "./totals-panel.js";

/** From this width on there is room for the totals beside the columns. */
const WIDE = "(min-width: 1500px)";

/** Whether a shop without an answer from its kitchen is one, the page says elsewhere. @type {Record<ShopState, "open" | "paused" | "closed">} */
const OPENING = { accepting: "open", unattended: "open", paused: "paused", closed: "closed" };

/** @param {{station: Station, performing: Performing, ringing: Ringing, suggestion: number | null}} props */
export function BoardView({ station, performing, ringing, suggestion }) {
  const { verified, unverified, shop, watching } = station;
  const { pending, refusals, touched } = performing;
  const clock = useClock(station.now);
  const all = useMemo(
    () => ticketsOf(verified, unverified, pending),
    [verified, unverified, pending],
  );
  const moves = useMemo(() => openMoves(), []);
  const { shown, hold } = useHolding({ all, suggestion, refusals, touched }, moves.hasJustMoved);
  moves.follow(shown.all, pending);

  const [selected, setSelected] = useState(/** @type {string | null} */ (null));
  const [chosen, setChosen] = useState(/** @type {{id: string, minutes: number} | null} */ (null));
  const [declining, setDeclining] = useState(/** @type {string | null} */ (null));
  const [panel, setPanel] = useState(/** @type {"last" | "keys" | null} */ (null));
  const [sought, setSought] = useState(/** @type {string | null} */ (null));
  const [hasTotals, setTotals] = useRemembered("totals", matchMedia(WIDE).matches);
  const [hasKeys, setKeys] = useRemembered("keys", false);

  const tickets = useMemo(
    () => COLUMNS.flatMap((column) => shown.all.filter((ticket) => ticket.column === column)),
    [shown.all],
  );
  const ids = tickets.map(({ order }) => order.id);
  const numbers = useNumbers(ids);
  const toCook = useMemo(() => totals(shown.all), [shown.all]);
  const dishes = useMemo(() => new Map((shop?.menu ?? []).map((dish) => [dish.id, dish])), [shop]);
  const dishId = toCook.some((total) => total.dishId === sought) ? sought : null;
  // Of the orders: who answers for the shop is another.
  const isCutOff = isOffline(station.connection, station.orders);
  // Nobody is told that all is done by a page that cannot know.
  const isUnknown = tickets.length === 0 && (isCutOff || !station.orders?.view.loaded);
  useEffect(() => {
    const first = dishId && document.querySelector('.ticket[data-sought="true"]');
    if (first) bringIntoSight(first, { block: "nearest" });
  }, [dishId]);
  const toggleTotals = () => setTotals(!hasTotals);

  useBoardKeys({
    tickets,
    numbers,
    selected,
    suggestion: shown.suggestion,
    chosen: chosen?.id === selected ? chosen.minutes : null,
    timezone: shop?.timezone,
    watching,
    performing,
    ringing,
    onSelect: (id) => {
      setSelected(id);
      setChosen(null);
      const ticket = id && ticketElement(id);
      if (!ticket) return;
      if (!ticket.contains(document.activeElement)) ticket.focus({ preventScroll: true });
      ticket.scrollIntoView({ block: "nearest" });
    },
    // The key that asks why takes the question back as well.
    onDecline: (id) => setDeclining(id === declining ? null : id),
    onMinutes: (id, minutes) => setChosen({ id, minutes }),
    onPanel: setPanel,
    onTotals: toggleTotals,
    onUsed: () => hasKeys || setKeys(true),
  });

  return html`
    <div class="board" data-keys=${hasKeys} data-totals=${hasTotals && tickets.length > 0} data-seeking=${dishId !== null}
      data-offline=${isCutOff} ...${hold}>
      <${BoardTools} tickets=${tickets} hasTotals=${hasTotals} onTotals=${toggleTotals} onPanel=${setPanel} />
      ${hasTotals && tickets.length > 0 && html`<${TotalsPanel} all=${toCook} dishes=${dishes} dishId=${dishId} onSeek=${setSought} />`}
      ${isUnknown && html`<div class="no-orders"><${Loading} view=${station.orders?.view} /></div>`}
      ${
        !isUnknown &&
        html`<${Columns} tickets=${tickets}
        state=${shop ? OPENING[shopState(shop)] : "open"} refusals=${shown.refusals}
        touched=${shown.touched} numbers=${hasKeys ? numbers : null} selected=${selected} declining=${declining}
        dishId=${dishId} suggestion=${shown.suggestion} chosen=${chosen} canAct=${!watching}
        soonMinutes=${shop?.soon_minutes ?? THRESHOLDS.soonMinutes}
        lateMinutes=${shop?.late_minutes ?? THRESHOLDS.lateMinutes} dishes=${dishes} clock=${clock}
        performing=${performing} onSelect=${setSelected} onDecline=${setDeclining} language=${currentLanguage()}
        timezone=${shop?.timezone} />`
      }
      ${panel === "last" && html`<${LastOnes} station=${station} performing=${performing} onClose=${() => setPanel(null)} />`}
      ${panel === "keys" && html`<${KeysHelp} isShown=${hasKeys} onShow=${setKeys} onClose=${() => setPanel(null)} />`}
    </div>`;
}

/** @param {string[]} ids of the tickets, in the order of the board @returns {ReadonlyMap<string, number>} their keys */
function useNumbers(ids) {
  const numbers = useRef(/** @type {ReadonlyMap<string, number>} */ (new Map()));
  const key = ids.join();
  return useMemo(() => {
    numbers.current = numbered(numbers.current, ids);
    return numbers.current;
  }, [key]);
}

/** @param {string} name @param {boolean} first @returns {[boolean, (value: boolean) => void]} kept in this browser */
function useRemembered(name, first) {
  const [value, setValue] = useState(/** @type {boolean} */ (recall(name) ?? first));
  return [
    value,
    (next) => {
      setValue(next);
      remember(name, next);
    },
  ];
}

/** @param {string} id @returns {HTMLElement | null} */
const ticketElement = (id) => document.querySelector(`.ticket[data-order-id="${CSS.escape(id)}"]`);
