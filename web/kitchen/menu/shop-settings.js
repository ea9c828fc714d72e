/** The shop's own settings: what it is called, when a ticket counts as late, and its link. A section of the settings. */

/** @import { Shop } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { menu } from "../../catalogue/menu.js";
import { addTexts, text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { nameOf } from "../../names.js";
import { checkAges, checkName, NAME_LENGTH, namesWith, parseMinutes } from "./checks.js";
import { Field, leadToWrong } from "./field.js";
import { ShopLink } from "./link.js";
import { NamesFields } from "./names-fields.js";
import { Refusal, useShopChanges } from "./shop-changes.js";

const MINUTES_DIGITS = 3;

addTexts(menu);

/** @param {{station: Station}} props */
export function ShopSettings({ station }) {
  const { shop, watching } = station;
  if (!shop) return null;
  return html`
    <section class="card shop-settings" aria-labelledby="shop-settings">
      <h2 id="shop-settings">${text("details.title")}</h2>
      ${watching ? html`<${Facts} shop=${shop} />` : html`<${Form} station=${station} shop=${shop} />`}
    </section>
    <${ShopLink} shop=${shop} />`;
}

/** @param {{shop: Shop}} props */
function Facts({ shop }) {
  return html`
    <dl>
      <dt>${text("field.name")}</dt><dd>${nameOf(shop)}</dd>
      <dt>${text("details.soon")}</dt><dd>${shop.soon_minutes}</dd>
      <dt>${text("details.late")}</dt><dd>${shop.late_minutes}</dd>
    </dl>`;
}

/** What was not touched follows the shop, whoever changes it meanwhile. @param {{station: Station, shop: Shop}} props */
function Form({ station, shop }) {
  const [typed, setTyped] = useState(/** @type {Record<string, string>} */ ({}));
  const [typedNames, setTypedNames] = useState(/** @type {Record<string, string>} */ ({}));
  const [isSaved, setSaved] = useState(false);
  const { isBusy, problem, changeShop } = useShopChanges(station);
  const name = typed.name ?? shop.name;
  const soon = typed.soon ?? String(shop.soon_minutes ?? "");
  const late = typed.late ?? String(shop.late_minutes ?? "");
  const wrong = { name: checkName(name), ...checkAges(soon, late) };
  const isTouched = Object.keys({ ...typed, ...typedNames }).length > 0;
  /** @param {string} field @returns {(value: string) => void} */
  const type = (field) => (value) => {
    setSaved(false);
    setTyped((all) => ({ ...all, [field]: value }));
  };
  /** @param {SubmitEvent & {currentTarget: HTMLFormElement}} event */
  const submit = async (event) => {
    event.preventDefault();
    if (leadToWrong(event.currentTarget, wrong)) return;
    const isDone = await changeShop({
      ...(typed.name !== undefined && { name: name.trim() }),
      ...(Object.keys(typedNames).length && { names: namesWith(shop.names, typedNames) }),
      ...(typed.soon !== undefined && { soon_minutes: parseMinutes(soon) }),
      ...(typed.late !== undefined && { late_minutes: parseMinutes(late) }),
    });
    if (!isDone) return;
    setTyped({});
    setTypedNames({});
    setSaved(true);
  };
  return html`
    <form class="editor" onSubmit=${submit} novalidate>
      <fieldset disabled=${isBusy}>
        <${Field} name="name" label=${text("field.name")} value=${name} limit=${NAME_LENGTH} problem=${wrong.name}
          hint=${text("field.name_hint")} onValue=${type("name")} />
        <${NamesFields} names=${shop.names} typed=${typedNames} onTyped=${setTypedNames} />
        <${Field} name="soon" label=${text("details.soon")} value=${soon} limit=${MINUTES_DIGITS} mode="numeric"
          problem=${wrong.soon} hint=${text("details.soon_hint")} onValue=${type("soon")} />
        <${Field} name="late" label=${text("details.late")} value=${late} limit=${MINUTES_DIGITS} mode="numeric"
          problem=${wrong.late} hint=${text("details.late_hint")} onValue=${type("late")} />
        <${Refusal} problem=${problem} />
        <div class="form-actions">
          <button class="primary" disabled=${!isTouched}>${text("editing.save")}</button>
          <span role="status">${isSaved && !isTouched ? text("details.saved") : ""}</span>
        </div>
      </fieldset>
    </form>`;
}
