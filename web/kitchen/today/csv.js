/**
 * A day's orders as CSV (RFC 4180) that spreadsheets open as it stands: one row an order, or one row a line of an
 * order. Plain functions from orders to text.
 */

/** @import { Order, OrderItem } from "../../contract.js" */

import { text } from "../../catalogue.js";
import { plainMoney } from "../../money.js";
import { nameOf } from "../../names.js";
import { wallClock } from "../business-day.js";
import { reasonOf } from "./reasons.js";

/** Without it, spreadsheets take UTF-8 for an encoding of the last century. */
const BYTE_ORDER_MARK = "\uFEFF";
const END_OF_LINE = "\r\n";
/** Spreadsheets take a cell that begins so for a formula, and a customer's name may be one. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
/** One that expects semicolons begins a cell after each, and a row at each end of a line, whatever is quoted. */
const CELL_WITHIN = /(;|\r?\n|\r)(?=[ \t"']*[=+\-@＝＋－＠])/g;

/** @typedef {"orders" | "lines"} RowKind */

/**
 * @param {Order[]} orders
 * @param {RowKind} kind
 * @param {string} timezone of the shop: all times are those of its wall
 * @returns {string} with headings in the reader's language
 */
export function toCsv(orders, kind, timezone) {
  const clock = wallClock(timezone);
  const rows = kind === "orders" ? orderRows(orders, clock) : lineRows(orders, clock);
  return BYTE_ORDER_MARK + rows.map((row) => row.map(quoted).join(",") + END_OF_LINE).join("");
}

/** @param {string} shopId @param {string} day @param {RowKind} kind @returns {string} the name of the file */
export const csvName = (shopId, day, kind) => `${shopId}-${day}-${kind}.csv`;

/** @typedef {ReturnType<typeof wallClock>} Clock */

/** A column: its heading, and its cell in each row. @template T @typedef {[heading: string, cell: (row: T) => string]} Column */

/** @param {Order[]} orders @param {Clock} clock @returns {string[][]} */
function orderRows(orders, clock) {
  const timeOf = (/** @type {string | null} */ instant) => (instant ? clock(instant).time : "");
  /** @type {Column<Order>[]} */
  const columns = [
    [text("csv.number"), (order) => digits(order.number)],
    [text("csv.date"), (order) => clock(order.placed_at).date],
    [text("csv.placed"), (order) => timeOf(order.placed_at)],
    [text("csv.accepted"), (order) => timeOf(order.accepted_at)],
    [text("csv.promised"), (order) => timeOf(order.promised_at)],
    [text("csv.ready"), (order) => timeOf(order.ready_at)],
    [text("csv.completed"), (order) => timeOf(order.completed_at)],
    [text("csv.status"), (order) => text(`state.${order.status}`)],
    [text("csv.reason"), (order) => words(reasonOf(order))],
    [text("csv.reason_note"), (order) => words(order.closed_note)],
    [text("csv.name"), (order) => words(order.customer.name)],
    [text("csv.telephone"), (order) => digits(order.customer.telephone)],
    [text("csv.address"), (order) => words(order.customer.address)],
    [text("csv.items"), (order) => words(order.items.map(itemText).join("; "))],
    [text("csv.note"), (order) => words(order.note)],
    [text("csv.total"), (order) => plainMoney(order.total, order.currency)],
    [text("csv.currency"), (order) => order.currency],
    [text("csv.id"), (order) => order.id],
  ];
  return table(columns, orders);
}

/** @param {Order[]} orders @param {Clock} clock @returns {string[][]} without the customers: what was sold, and when */
function lineRows(orders, clock) {
  /** @type {Column<{order: Order, item: OrderItem, at: ReturnType<Clock>}>[]} */
  const columns = [
    [text("csv.number"), ({ order }) => digits(order.number)],
    [text("csv.date"), ({ at }) => at.date],
    [text("csv.placed"), ({ at }) => at.time],
    [text("csv.status"), ({ order }) => text(`state.${order.status}`)],
    [text("csv.dish"), ({ item }) => words(nameOf(item))],
    [text("csv.quantity"), ({ item }) => String(item.quantity)],
    [text("csv.price"), ({ order, item }) => plainMoney(item.price, order.currency)],
    [
      text("csv.total"),
      ({ order, item }) => plainMoney(item.price * item.quantity, order.currency),
    ],
    [text("csv.currency"), ({ order }) => order.currency],
    [text("csv.note"), ({ item }) => words(item.note)],
    [text("csv.id"), ({ order }) => order.id],
  ];
  return table(
    columns,
    orders.flatMap((order) => {
      const at = clock(order.placed_at);
      return order.items.map((item) => ({ order, item, at }));
    }),
  );
}

/** @template T @param {Column<T>[]} columns @param {T[]} rows @returns {string[][]} */
const table = (columns, rows) => [
  columns.map(([heading]) => heading),
  ...rows.map((row) => columns.map(([, cell]) => cell(row))),
];

/** @param {OrderItem} item */
const itemText = (item) =>
  text("menu.quantity", { quantity: item.quantity, dish: nameOf(item) }) +
  (item.note ? ` (${item.note})` : "");

/** @param {string | null} value what people wrote */
const words = (value) => defused(FORMULA.test(value ?? "") ? `'${value}` : (value ?? ""));

/** @param {string} value */
const defused = (value) => value.replaceAll(CELL_WITHIN, "$1'");

/**
 * A number that is none: spreadsheets would take zeros off its front, and show a long one as 1.38E+10. A tab before it
 * keeps it a text in all of them, and is not seen; `="…"` would be a formula wherever formulas are not evaluated, an
 * apostrophe would be seen. Only before a digit: what begins otherwise is a text already, or might be a formula.
 *
 * @param {string} value
 */
const digits = (value) => (/^\d/.test(value) ? `\t${defused(value)}` : words(value));

/** @param {string} cell */
const quoted = (cell) => (/[",;\r\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
