/** What is to be cooked now, over all tickets: the "all day" of a kitchen. */

/** @import { Order } from "../../contract.js" */
/** @import { Ticket } from "./tickets.js" */

/**
 * `fresh` are not accepted yet, `cooking` are; `noted`: how many of all have a note of their own.
 *
 * @typedef {{dishId: string, item: Order["items"][number], quantity: number, fresh: number, cooking: number, noted: number}} Total
 */

/** @param {Ticket[]} tickets @returns {Total[]} the largest first */
export function totals(tickets) {
  /** @type {Map<string, Total>} */
  const byDish = new Map();
  for (const { order, column } of tickets.filter((ticket) => isToCook(ticket))) {
    for (const item of order.items) {
      const total = byDish.get(item.dish_id) ?? none(item);
      total.quantity += item.quantity;
      total[column === "placed" ? "fresh" : "cooking"] += item.quantity;
      if (item.note) total.noted += item.quantity;
      byDish.set(item.dish_id, total);
    }
  }
  return [...byDish.values()].sort((a, b) => b.quantity - a.quantity);
}

/** Nothing is cooked of what is being declined. @param {Ticket} ticket */
const isToCook = ({ column, pending }) => column !== "ready" && pending?.action !== "reject";

/** @param {Order["items"][number]} item @returns {Total} */
const none = (item) => ({
  dishId: item.dish_id,
  item,
  quantity: 0,
  fresh: 0,
  cooking: 0,
  noted: 0,
});
