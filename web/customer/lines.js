/** The basket's lines: what each is, what it costs now and cost before, how many, and a word to the kitchen. */

/** @import { Shop } from "../contract.js" */
/** @import { Basket, PricedLine } from "./basket.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { nameOf } from "../names.js";
import { annotate, change, limitOf, without } from "./basket.js";
import { aboutNote, LONGEST } from "./details.js";
import { Field } from "./field.js";
import { SoldOut } from "./sold-out.js";
import { Stepper } from "./stepper.js";

/** @typedef {{shop: Shop, basket: Basket, onBasket: (basket: Basket) => void}} LinesProps */

/** @param {LinesProps & {lines: PricedLine[]}} props */
export function Lines({ lines, ...props }) {
  return html`
    <ul class="lines">
      ${lines.map((line, place) => html`<${BasketLine} key=${line.dishId} line=${line} place=${place} ...${props} />`)}
    </ul>`;
}

/** @param {LinesProps & {line: PricedLine, place: number}} props `place`: in the basket */
function BasketLine({ line, place, shop, basket, onBasket }) {
  const { dishId, dish, available, quantity, note, was } = line;
  const name = nameOf(dish ?? line);
  const money = (/** @type {number} */ each) =>
    formatMoney(each * quantity, shop.currency, currentLanguage());
  /** @param {Basket} changed the line's button may go away with it: the basket's title takes the focus */
  const keep = (changed) => {
    if (!changed[dishId]) document.getElementById("basket")?.focus();
    onBasket(changed);
  };
  return html`
    <li data-dish-id=${dishId} data-available=${available}>
      <span class="name">${dish && available ? name : text("menu.quantity", { quantity, dish: name })}</span>
      ${dish && available && html`<span class="price">${money(dish.price)}</span>`}
      ${was !== null && available && html`<span class="badge" data-testid="was">${text("basket.was", { price: money(was) })}</span>`}
      ${dish && !available && html`<${SoldOut} dish=${dish} />`}
      ${!dish && html`<span class="badge">${text("basket.gone")}</span>`}
      ${
        dish && available
          ? html`
              <${Note} id=${`line-note-${place}`} dish=${name} note=${note}
                onWrite=${(/** @type {string} */ written) => onBasket(annotate(basket, dishId, written))} />
              <${Stepper} dish=${name} quantity=${quantity} available limit=${limitOf(basket, dishId)}
                onChange=${(/** @type {number} */ by) => keep(change(basket, dish, by))} />`
          : html`
              <button type="button" class="take-out" aria-label=${text("basket.take_out_dish", { dish: name })}
                onClick=${() => keep(without(basket, dishId))}>${text("basket.take_out")}</button>`
      }
    </li>`;
}

/**
 * A word to the kitchen about one dish; its field is there for whoever wants it.
 *
 * @param {{id: string, dish: string, note: string, onWrite: (note: string) => void}} props
 */
function Note({ id, dish, note, onWrite }) {
  const [isOpen, setOpen] = useState(false);
  /** @type {{current: HTMLElement | null}} */
  const place = useRef(null);
  useEffect(() => {
    if (isOpen) place.current?.querySelector("input")?.focus();
  }, [isOpen]);
  /** @param {string} written the field stays, also when nothing is left in it */
  const write = (written) => {
    setOpen(true);
    onWrite(written);
  };
  if (!isOpen && !note) {
    return html`
      <button type="button" class="quiet add-note" aria-label=${text("basket.add_note_to", { dish })}
        onClick=${() => setOpen(true)}>${text("basket.add_note")}</button>`;
  }
  return html`
    <div class="line-note" ref=${place}>
      <${Field} name=${id} label=${text("basket.line_note", { dish })} value=${note} longest=${LONGEST.note}
        complaint=${aboutNote(note)} onWrite=${write} attributes=${{ autocomplete: "off" }} />
    </div>`;
}
