/**
 * A finger that comes down on what has just moved was meant for what stood there before. What moves because of one's own
 * action is expected, and is as good to touch as ever.
 */

/** @import { Pending } from "./pending.js" */
/** @import { Ticket } from "./tickets.js" */

/** Nobody sees what has moved and has touched it so soon. */
const LANDING_MILLISECONDS = 300;

/**
 * @param {Ticket[]} before
 * @param {Ticket[]} after
 * @param {ReadonlySet<string>} own the ids of the orders with which this screen does something
 * @returns {boolean} whether another order has come, gone or changed
 */
export function hasChangedElsewhere(before, after, own) {
  const others = (/** @type {Ticket[]} */ tickets) =>
    tickets.filter(({ order }) => !own.has(order.id));
  const [old, now] = [others(before), others(after)];
  return (
    old.length !== now.length ||
    old.some(({ order, column }, at) => order !== now[at]?.order || column !== now[at]?.column)
  );
}

/**
 * @param {ReadonlyMap<string, string>} before where each stood, by the id of its order
 * @param {ReadonlyMap<string, string>} now where each stands
 * @returns {string[]} the ids of those that moved, and of those that came to where another one stood
 */
export function cameElsewhere(before, now) {
  const taken = new Set(before.values());
  const came = [...now].filter(
    ([id, place]) => before.get(id) !== place && (before.has(id) || taken.has(place)),
  );
  return came.map(([id]) => id);
}

/** Which tickets have just moved, because of others than this screen. */
export function openMoves() {
  /** @type {Ticket[]} */
  let tickets = [];
  /** @type {string[]} */
  let own = [];
  /** @type {ReadonlyMap<string, string> | null} where each stood, until it is seen where it stands now */
  let before = null;
  /** @type {ReadonlyMap<string, number>} when each moved */
  let moved = new Map();

  const compare = () => {
    if (!before) return;
    const at = performance.now();
    const fresh = cameElsewhere(before, placesOnScreen());
    const recent = [...moved].filter(([, since]) => at - since < LANDING_MILLISECONDS);
    moved = new Map([...recent, ...fresh.map((id) => /** @type {const} */ ([id, at]))]);
    before = null;
  };

  return {
    /**
     * Is told of what is about to be shown while what was shown before still stands.
     *
     * @param {Ticket[]} shown
     * @param {ReadonlyMap<string, Pending>} pending
     */
    follow(shown, pending) {
      // A decline takes its order away long after the touch.
      const acted = [...pending.values()].flatMap(({ order, action }) =>
        action === "reject" ? [] : order.id,
      );
      if (!before && hasChangedElsewhere(tickets, shown, new Set([...own, ...acted]))) {
        before = placesOnScreen();
        requestAnimationFrame(compare);
      }
      tickets = shown;
      own = acted;
    },

    /** @param {string | undefined} id @returns {boolean} whether its ticket stood elsewhere when a finger that lands now came down */
    hasJustMoved(id = "") {
      compare();
      return performance.now() - (moved.get(id) ?? Number.NEGATIVE_INFINITY) < LANDING_MILLISECONDS;
    },
  };
}

/** @returns {ReadonlyMap<string, string>} where each ticket stands, by the id of its order */
function placesOnScreen() {
  const tickets = [
    .../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".ticket")),
  ];
  return new Map(
    tickets.map((ticket) => {
      const { left, top } = ticket.getBoundingClientRect();
      return [ticket.dataset.orderId ?? "", `${Math.round(left)} ${Math.round(top)}`];
    }),
  );
}
