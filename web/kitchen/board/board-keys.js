/** What the keys do on the board. */

/** @import { Ringing } from "../screen/bell.js" */
/** @import { Performing } from "./performing.js" */
/** @import { Command } from "./keys.js" */
/** @import { Ticket } from "./tickets.js" */

import { useEffect, useRef } from "../../html.js";
import { canPrint, printOrder } from "../printing/printing.js";
import { commandOf, isTaken, KEYS } from "./keys.js";
import { nextStep, stepMinutes } from "./ticket-actions.js";

/**
 * `tickets`: in the order of the board. `numbers`: the key of each that has one, by order id. `chosen`: the minutes that
 * were chosen by key for the selected one.
 *
 * @typedef {{
 *   tickets: Ticket[], numbers: ReadonlyMap<string, number>, selected: string | null, suggestion: number | null,
 *   chosen: number | null, timezone: string | undefined, watching: boolean, performing: Performing, ringing: Ringing,
 *   onSelect: (id: string | null) => void, onDecline: (id: string) => void,
 *   onMinutes: (id: string, minutes: number) => void, onPanel: (panel: "last" | "keys") => void, onTotals: () => void,
 *   onUsed: () => void,
 * }} Keyboard
 */

/** Whoever works by keys wants to see the numbers. */
const ACTING = new Set(KEYS.flatMap(({ command, acts }) => (acts ? command : [])));

/** @param {Keyboard} keyboard */
export function useBoardKeys(keyboard) {
  const latest = useRef(keyboard);
  latest.current = keyboard;
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      if (event.defaultPrevented || isTaken(event.key, event.target)) return;
      const command = commandOf(event, latest.current.watching);
      // What lies under an open sheet does nothing, wherever the focus is.
      if (!command || document.querySelector("dialog[open]")) return;
      if (ACTING.has(command)) latest.current.onUsed();
      if (obey(command, event.key, latest.current)) event.preventDefault();
    };
    // A ticket that moves to another column is drawn anew, and must not take the focus that has gone elsewhere.
    const leave = (/** @type {FocusEvent} */ { target }) => {
      if (target instanceof Element && !target.closest(".ticket")) latest.current.onSelect(null);
    };
    addEventListener("keydown", press);
    addEventListener("focusin", leave);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("focusin", leave);
    };
  }, []);
}

/** @param {Command} command @param {string} key @param {Keyboard} keyboard @returns {boolean} whether there was anything to do */
function obey(command, key, keyboard) {
  const { tickets, selected, performing, ringing } = keyboard;
  const ticket = tickets.find(({ order }) => order.id === selected);
  if (command === "select") return select(Number(key), keyboard);
  if (command === "next") return step(1, keyboard);
  if (command === "previous") return step(-1, keyboard);
  if (command === "bump") return bump(ticket, keyboard);
  if (command === "longer") return choose(1, ticket, keyboard);
  if (command === "shorter") return choose(-1, ticket, keyboard);
  if (command === "decline" && ticket) keyboard.onDecline(ticket.order.id);
  if (command === "undo") performing.undo();
  if (command === "print" && ticket && canPrint()) {
    printOrder(ticket.order, { timezone: keyboard.timezone });
  }
  if (command === "totals") keyboard.onTotals();
  if (command === "help") keyboard.onPanel("keys");
  if (command === "silence") (ringing.orders.length > 0 ? ringing.silence : ringing.endSilence)();
  if (command === "recall") {
    if (ticket?.column === "ready") performing.perform(ticket.order, "recall", { to: "accepted" });
    else keyboard.onPanel("last");
  }
  return true;
}

/** Its number selects a ticket, and takes it a step further when it is selected. @param {number} number @param {Keyboard} keyboard */
function select(number, keyboard) {
  const { tickets, numbers, selected } = keyboard;
  const ticket = tickets.find(({ order }) => numbers.get(order.id) === number);
  if (!ticket) return false;
  if (ticket.order.id === selected) return bump(ticket, keyboard);
  keyboard.onSelect(ticket.order.id);
  return true;
}

/** @param {number} by @param {Keyboard} keyboard */
function step(by, { tickets, selected, onSelect }) {
  const at = tickets.findIndex(({ order }) => order.id === selected);
  const start = at === -1 && by < 0 ? tickets.length : at;
  const next = tickets[Math.min(tickets.length - 1, Math.max(0, start + by))];
  if (next) onSelect(next.order.id);
  return next !== undefined;
}

/** @param {number} by @param {Ticket | undefined} ticket @param {Keyboard} keyboard */
function choose(by, ticket, { chosen, suggestion, onMinutes }) {
  if (ticket?.column !== "placed") return false;
  onMinutes(ticket.order.id, stepMinutes(chosen ?? suggestion, by));
  return true;
}

/** @param {Ticket | undefined} ticket @param {Keyboard} keyboard */
function bump(ticket, { chosen, suggestion, performing, watching }) {
  if (!ticket || watching) return false;
  const { action, body } = nextStep(ticket.column, chosen ?? suggestion);
  performing.perform(ticket.order, action, body);
  return true;
}
