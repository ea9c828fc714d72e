/** A shop's menu: its sections, the dishes that are searched for, and how many of each. */

/** @import { Dish, Shop } from "../contract.js" */
/** @import { Basket } from "./basket.js" */
/** @import { Course } from "./courses.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { nameOf } from "../names.js";
import { change, limitOf } from "./basket.js";
import { coursesOf } from "./courses.js";
import { isFoundBy, isWorthSearching } from "./search.js";
import { SearchField } from "./search-field.js";
import { SectionBar } from "./section-bar.js";
import { SoldOut } from "./sold-out.js";
import { Stepper } from "./stepper.js";

/** @typedef {{shop: Shop, basket: Basket, onBasket: (basket: Basket) => void}} MenuProps */

/** @param {MenuProps} props */
export function Menu({ shop, basket, onBasket }) {
  const [query, setQuery] = useState("");
  const menu = shop.menu ?? [];
  const wanted = query.trim();
  const found = wanted ? menu.filter((dish) => isFoundBy(dish, wanted)) : menu;
  const courses = coursesOf({ menu: found, sections: shop.sections });
  const isDivided = courses.some(({ section }) => section);
  const parts = courses.map(({ section }) => ({
    id: headingId(shop, section),
    name: titleOf(section),
  }));
  return html`
    <h2 id="menu" class="hidden">${text("menu.title")}</h2>
    ${menu.length === 0 && html`<p class="faint">${text("menu.empty")}</p>`}
    ${
      isWorthSearching(menu, query) &&
      html`<${SearchField} label=${text("menu.search")} query=${query} onQuery=${setQuery} />`
    }
    <p class="hidden" role="status">${wanted && text("menu.found", { count: found.length })}</p>
    ${
      wanted &&
      found.length === 0 &&
      html`
        <p>${text("menu.nothing", { query: wanted })}</p>
        <button type="button" onClick=${() => setQuery("")}>${text("menu.all")}</button>`
    }
    ${parts.length > 1 && html`<${SectionBar} parts=${parts} />`}
    ${courses.map(
      (course, place) => html`
        <section class="course" key=${parts[place]?.id} aria-labelledby=${isDivided ? parts[place]?.id : "menu"}>
          ${isDivided && html`<h3 id=${parts[place]?.id} tabindex="-1">${parts[place]?.name}</h3>`}
          <ul class="dishes">
            ${course.dishes.map(
              (dish) => html`
                <${DishRow} key=${dish.id} dish=${dish} shop=${shop} basket=${basket} onBasket=${onBasket} />`,
            )}
          </ul>
        </section>`,
    )}`;
}

/** @param {MenuProps & {dish: Dish}} props */
function DishRow({ dish, shop, basket, onBasket }) {
  return html`
    <li class="dish" data-dish-id=${dish.id} data-available=${dish.available}>
      <span class="name">${nameOf(dish)}</span>
      <span class="price">${formatMoney(dish.price, shop.currency, currentLanguage())}</span>
      ${!dish.available && html`<${SoldOut} dish=${dish} />`}
      <${Stepper} dish=${nameOf(dish)} quantity=${basket[dish.id]?.quantity ?? 0}
        available=${dish.available} limit=${dish.available ? limitOf(basket, dish.id) : null}
        onChange=${(/** @type {number} */ by) => onBasket(change(basket, dish, by))} />
    </li>`;
}

/** @param {Course["section"]} section */
const titleOf = (section) => (section ? nameOf(section) : text("menu.other"));

/** Ids hold no blanks, and names may. @param {Shop} shop @param {Course["section"]} section */
const headingId = ({ sections = [] }, section) =>
  `section-${section ? sections.indexOf(section) : "other"}`;
