/** The three columns with their tickets. */

/** @import { Dish } from "../../contract.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Performing } from "./performing.js" */
/** @import { Refusal } from "./performer.js" */
/** @import { Column as ColumnName, Ticket } from "./tickets.js" */

import { text } from "../../catalogue.js";
import { html, useMemo } from "../../html.js";
import { useGrowing } from "./growing.js";
import { memo } from "./memo.js";
import { TicketCard } from "./ticket.js";
import { COLUMNS } from "./tickets.js";

/**
 * `tickets`: in the order of the board. `state`: whether customers can order. `numbers`: the key of each, null where they
 * are not shown. `chosen`: the minutes that were chosen by key, for which order; the rest is explained by `TicketProps`.
 *
 * @typedef {{
 *   tickets: Ticket[], state: "open" | "paused" | "closed", refusals: ReadonlyMap<string, Refusal>, touched: ReadonlySet<string>,
 *   numbers: ReadonlyMap<string, number> | null, selected: string | null, declining: string | null,
 *   dishId: string | null, suggestion: number | null, chosen: {id: string, minutes: number} | null, canAct: boolean, soonMinutes: number, lateMinutes: number,
 *   dishes: ReadonlyMap<string, Dish>, clock: Clock, performing: Performing, onSelect: (id: string | null) => void,
 *   onDecline: (id: string | null) => void, language: string, timezone: string | undefined,
 * }} ColumnsProps
 */

export const Columns = memo(AllColumns);

/** @param {ColumnsProps} props */
function AllColumns(props) {
  const { tickets } = props;
  if (tickets.length === 0) {
    return html`
      <div class="no-orders" data-testid="no-orders">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3a1 1 0 0 1 1 1v.6A6 6 0 0 1 18 10.500v4.500l1.500 2v1h-15v-1l1.500-2v-4.500a6 6 0 0 1 5-5.900V4a1 1 0 0 1 1-1zM10 19.500h4a2 2 0 0 1-4 0z" />
        </svg>
        <p>${text(`empty.${props.state}`)}</p>
        <p class="faint">${text(`empty.${props.state}.hint`)}</p>
      </div>`;
  }
  return html`
    <div class="columns">
      ${COLUMNS.map((column) => html`<${Column} ...${props} key=${column} column=${column} />`)}
    </div>`;
}

/** @param {ColumnsProps & {column: ColumnName}} props */
function Column({ column, tickets, ...props }) {
  const own = tickets.filter((ticket) => ticket.column === column);
  const drawn = useGrowing(own.length);
  const { soonMinutes, lateMinutes } = props;
  const thresholds = useMemo(() => ({ soonMinutes, lateMinutes }), [soonMinutes, lateMinutes]);
  return html`
    <section class="column" data-column=${column} id=${`column-${column}`} aria-labelledby=${`title-${column}`}>
      <h2 id=${`title-${column}`}>${text(`column.${column}`)} <span class="count">${own.length}</span></h2>
      ${own.length === 0 && html`<p class="faint">${text("column.none")}</p>`}
      <ul class="tickets">
        ${own.slice(0, drawn).map(
          ({ order, verified, pending }) => html`
            <${TicketCard} key=${order.id} order=${order} verified=${verified} column=${column} pending=${pending}
              code=${props.refusals.get(order.id)?.code ?? null}
              isNew=${column === "placed" && !props.touched.has(order.id)}
              keyCap=${props.numbers?.get(order.id) ?? null} isSelected=${props.selected === order.id}
              isDeclining=${props.declining === order.id} dishId=${props.dishId}
              suggestion=${column === "placed" ? props.suggestion : null} chosen=${props.chosen?.id === order.id ? props.chosen.minutes : null} canAct=${props.canAct}
              thresholds=${thresholds} dishes=${props.dishes} clock=${props.clock} performing=${props.performing}
              onSelect=${props.onSelect} onDecline=${props.onDecline} language=${props.language} timezone=${props.timezone} />`,
        )}
      </ul>
    </section>`;
}
