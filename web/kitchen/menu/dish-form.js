/** A dish to add or to change. What was not touched follows the shop, whoever changes it meanwhile. */

/** @import { Problem } from "../../api.js" */
/** @import { Dish } from "../../contract.js" */
/** @import { Station } from "../station.js" */
/** @import { ChangeDish } from "./dish-changes.js" */

import { asProblem, callJson, path } from "../../api.js";
import { text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { plainMoney } from "../../money.js";
import { nameOf } from "../../names.js";
import { Sheet } from "../sheet.js";
import { shopUrl } from "../station.js";
import { checkName, checkNewName, NAME_LENGTH, namesWith } from "./checks.js";
import { Field, leadToWrong } from "./field.js";
import { NamesFields } from "./names-fields.js";
import { parsePrice } from "./price.js";
import { Removing } from "./removing.js";
import { Refusal, useShopChanges } from "./shop-changes.js";

/** Of the choices of a section: one that is yet to be made. No section is called so. */
const NEW_SECTION = " ";

/**
 * @param {{station: Station, dish: Dish | null | "gone", changeDish: ChangeDish, onClose: () => void}} props `dish`: null
 *   for a new one
 */
export function DishForm({ station, dish, changeDish, onClose }) {
  const [typed, setTyped] = useState(/** @type {Record<string, string>} */ ({}));
  const [typedNames, setTypedNames] = useState(/** @type {Record<string, string>} */ ({}));
  const [hasTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(/** @type {Problem | null} */ (null));
  const { problem, changeShop } = useShopChanges(station);
  const title = text(dish ? "editing.dish" : "editing.add");
  if (dish === "gone") {
    // So it is too while it is being removed here.
    const words = isBusy ? "editing.saving" : "editing.gone";
    return html`<${Sheet} title=${title} onClose=${onClose}><p class="notice">${text(words)}</p><//>`;
  }

  const { currency = "CNY", sections = [] } = station.shop ?? {};
  const known = sections.some(({ name }) => name === dish?.section) ? dish?.section : null;
  const name = typed.name ?? dish?.name ?? "";
  const priced = typed.price ?? (dish ? plainMoney(dish.price, currency) : "");
  const section = typed.section ?? known ?? "";
  const price = parsePrice(priced, currency);
  const sectionName = typed.newSection ?? "";
  const wrong = {
    name: checkName(name),
    price: "problem" in price ? price.problem : null,
    newSection:
      section === NEW_SECTION
        ? checkNewName(
            sectionName,
            sections.map((one) => one.name),
          )
        : null,
  };
  /** Nobody is told of an error in what they have not come to. @param {keyof typeof wrong} field */
  const told = (field) => (hasTried || typed[field] !== undefined ? wrong[field] : null);
  /** @param {string} field @returns {(value: string) => void} */
  const type = (field) => (value) => setTyped((all) => ({ ...all, [field]: value }));

  const save = async () => {
    if (section === NEW_SECTION) {
      const made = { name: sectionName.trim() };
      if (!(await changeShop({ sections: [...sections, made] }))) return false;
      setTyped((all) => ({ ...all, section: made.name }));
    }
    const chosen = section === NEW_SECTION ? sectionName.trim() : section || null;
    const wanted = {
      ...(name.trim() !== dish?.name && { name: name.trim() }),
      ...("amount" in price && price.amount !== dish?.price && { price: price.amount }),
      ...(Object.keys(typedNames).length && { names: namesWith(dish?.names, typedNames) }),
      ...((!dish || chosen !== known) && { section: chosen }),
    };
    const failed = dish ? await changeDish(dish.id, wanted, wanted) : await add(wanted);
    setRefusal(failed);
    return !failed;
  };
  /** Asked for once: each time would make a dish. @param {object} wanted @returns {Promise<Problem | null>} */
  const add = async (wanted) => {
    const token = station.sessions.token();
    try {
      await callJson("POST", shopUrl(station, "/menu"), { token, body: wanted });
      return null;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 401) station.sessions.refused(token);
      return problem;
    } finally {
      station.shopFeed?.poll();
    }
  };
  const remove = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await station.call("DELETE", shopUrl(station, `/menu/${path(dish?.id ?? "")}`));
      onClose();
    } catch (error) {
      const problem = asProblem(error);
      // A try whose answer was lost has removed it.
      if (problem.code === "unknown_dish") onClose();
      else setRefusal(problem);
    }
    setBusy(false);
    station.shopFeed?.poll();
  };
  /** @param {SubmitEvent & {currentTarget: HTMLFormElement}} event */
  const submit = async (event) => {
    event.preventDefault();
    setTried(true);
    if (leadToWrong(event.currentTarget, wrong)) return;
    setBusy(true);
    const isSaved = await save();
    setBusy(false);
    if (isSaved) onClose();
  };

  return html`
    <${Sheet} title=${title} onClose=${onClose}>
      <form class="editor" onSubmit=${submit} novalidate>
        <fieldset disabled=${isBusy}>
          <${Field} name="name" label=${text("field.name")} value=${name} limit=${NAME_LENGTH} problem=${told("name")}
            hint=${text("field.name_hint")} onValue=${type("name")} />
          <${NamesFields} names=${dish?.names} typed=${typedNames} onTyped=${setTypedNames} />
          <${Field} name="price" label=${text("field.price", { currency })} value=${priced} mode="decimal"
            problem=${told("price")} onValue=${type("price")} />
          <label>${text("field.section")}
            <select name="section" value=${section}
              onChange=${(/** @type {any} */ event) => type("section")(event.currentTarget.value)}>
              <option value="">${text("section.none")}</option>
              ${sections.map((one) => html`<option key=${one.name} value=${one.name}>${nameOf(one)}</option>`)}
              <option value=${NEW_SECTION}>${text("section.new")}</option>
            </select>
          </label>
          ${
            section === NEW_SECTION &&
            html`
              <${Field} name="newSection" label=${text("field.section_name")} value=${sectionName} limit=${NAME_LENGTH}
                problem=${told("newSection")} onValue=${type("newSection")} />`
          }
          <${Refusal} problem=${refusal ?? problem} />
          <div class="form-actions">
            <button class="primary">${text("editing.save")}</button>
            <button type="button" onClick=${onClose}>${text("editing.cancel")}</button>
          </div>
          ${
            dish &&
            html`
              <${Removing} question=${text("editing.remove_sure", { dish: nameOf(dish) })}
                label=${text("editing.remove")} onSure=${remove} />`
          }
        </fieldset>
      </form>
    <//>`;
}
