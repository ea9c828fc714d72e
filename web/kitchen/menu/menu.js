/** The menu: what is sold out, for the rush, and apart from it the editing, where no wet thumb changes a price. */

/** @import { Station } from "../station.js" */
/** @import { DishChanges } from "./dish-changes.js" */

import { menu as menuTexts } from "../../catalogue/menu.js";
import { addTexts, text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { Loading } from "../../page.js";
import { Editing } from "./editing.js";
import { Selling } from "./selling.js";

addTexts(menuTexts);

/** @param {{station: Station, dishChanges: DishChanges}} props */
export function MenuView({ station, dishChanges: { menu, changeDish } }) {
  const [isEditing, setEditing] = useState(false);
  const [wanted, setWanted] = useState("");
  if (!station.shop) return html`<${Loading} view=${station.shopFeed?.view} />`;
  /** @param {InputEvent & {currentTarget: HTMLInputElement}} event */
  const search = (event) => setWanted(event.currentTarget.value);
  return html`
    <div class="dish-list" data-editing=${isEditing}>
      <div class="dish-tools">
        ${
          isEditing
            ? html`<h2>${text("editing.title")}</h2>`
            : html`
              <input type="search" value=${wanted} aria-label=${text("dishes.search")}
                placeholder=${text("dishes.search")} onInput=${search} />`
        }
        ${
          !station.watching &&
          html`
            <button type="button" class=${isEditing ? "primary" : ""} data-testid="edit-menu"
              onClick=${() => setEditing(!isEditing)}>${text(isEditing ? "editing.done" : "editing.begin")}</button>`
        }
      </div>
      ${
        isEditing
          ? html`<${Editing} station=${station} menu=${menu} changeDish=${changeDish} />`
          : html`<${Selling} station=${station} menu=${menu} changeDish=${changeDish} wanted=${wanted} />`
      }
    </div>`;
}
