/** Changes of dishes: shown at once, made one after the other, and set right when the server says otherwise. */

/** @import { Problem } from "../../api.js" */
/** @import { Dish } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { asProblem, path } from "../../api.js";
import { useRef, useState } from "../../html.js";
import { shopUrl } from "../station.js";
import { refuseOffline } from "./shop-changes.js";

/**
 * What the server was asked, and then what it answered. `answeredAt`: epoch milliseconds, null before.
 *
 * @typedef {{number: number, dishId: string, shown: Partial<Dish>, answeredAt: number | null}} Pending
 */
/**
 * Makes a change; `shown` is what the dish looks like meanwhile. Returns what went wrong.
 *
 * @typedef {(dishId: string, wanted: object, shown: Partial<Dish>) => Promise<Problem | null>} ChangeDish
 */
/**
 * `menu`: as it is to be shown. `refused`: the last change, if it came to nothing, until that is read.
 *
 * @typedef {{
 *   menu: Dish[], changeDish: ChangeDish, refused: {dish: Pick<Dish, "name" | "names">, problem: Problem} | null,
 *   onRead: () => void,
 * }} DishChanges
 */

/** How long after its answer a change is shown at most while the shop itself does not show it. */
const SETTLING_MILLISECONDS = 3000;

/** @param {Dish[]} menu @param {Pending[]} pending @param {number} now epoch milliseconds @returns {Dish[]} */
export function withPending(menu, pending, now) {
  const open = pending.filter((one) => !isSettled(one, menu, now));
  return open.reduce((shown, one) => withDish(shown, one.dishId, one.shown), menu);
}

/** @param {Pending} pending @param {Dish[]} menu @param {number} now */
function isSettled({ dishId, shown, answeredAt }, menu, now) {
  if (answeredAt === null) return false;
  const dish = menu.find(({ id }) => id === dishId);
  return now - answeredAt > SETTLING_MILLISECONDS || !dish || isLike(dish, shown);
}

/** @param {Partial<Dish>} dish @param {Partial<Dish>} shown */
const isLike = (dish, shown) => JSON.stringify({ ...dish, ...shown }) === JSON.stringify(dish);

/** @param {Partial<Dish>} shown @param {Dish} answer @returns {Partial<Dish>} the same members, as they have become */
const asAnswered = (shown, answer) =>
  Object.fromEntries(Object.entries(answer).filter(([member]) => member in shown));

/** @param {Dish[]} menu @param {string} id @param {Partial<Dish>} changes @returns {Dish[]} the menu as it is afterwards */
export function withDish(menu, id, changes) {
  const dish = menu.find((one) => one.id === id);
  if (!dish) return menu;
  const others = menu.filter((one) => one !== dish);
  const place = changes.position ?? menu.indexOf(dish);
  const after = [...others.slice(0, place), { ...dish, ...changes }, ...others.slice(place)];
  return after.map((one, position) => ({ ...one, position }));
}

/** @param {Station} station @returns {DishChanges} */
export function useDishChanges(station) {
  const [pending, setPending] = useState(/** @type {Pending[]} */ ([]));
  const [refused, setRefused] = useState(/** @type {DishChanges["refused"]} */ (null));
  const last = useRef({ number: 0, done: /** @type {Promise<unknown>} */ (Promise.resolve()) });

  /** @type {ChangeDish} */
  const changeDish = async (dishId, wanted, shown) => {
    const number = last.current.number + 1;
    const dish = station.menu.find(({ id }) => id === dishId) ?? { name: dishId };
    setRefused(null);
    setPending((all) => [
      ...all.filter(({ answeredAt }) => answeredAt === null || isRecent(answeredAt)),
      { number, dishId, shown, answeredAt: null },
    ]);
    const url = shopUrl(station, `/menu/${path(dishId)}`);
    const answer = last.current.done.then(() => {
      refuseOffline(station);
      return station.call("PATCH", url, wanted);
    });
    last.current = { number, done: answer.catch(() => null) };
    try {
      const become = asAnswered(shown, await answer);
      const settled = { shown: become, answeredAt: Date.now() };
      setPending((all) => all.map((one) => (one.number === number ? { ...one, ...settled } : one)));
      return null;
    } catch (error) {
      const problem = asProblem(error);
      setPending((all) => all.filter((one) => one.number !== number));
      setRefused({ dish, problem });
      return problem;
    } finally {
      station.shopFeed?.poll();
    }
  };
  return {
    menu: withPending(station.menu, pending, Date.now()),
    changeDish,
    refused,
    onRead: () => setRefused(null),
  };
}

/** @param {number} answeredAt */
const isRecent = (answeredAt) => Date.now() - answeredAt <= SETTLING_MILLISECONDS;
