/** A section to add, to rename or to remove. */

/** @import { Problem } from "../../api.js" */
/** @import { Dish, Section } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { asProblem, path } from "../../api.js";
import { text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { nameOf } from "../../names.js";
import { Sheet } from "../sheet.js";
import { shopUrl } from "../station.js";
import { checkNewName, NAME_LENGTH, namesWith } from "./checks.js";
import { Field } from "./field.js";
import { NamesFields } from "./names-fields.js";
import { Removing } from "./removing.js";
import { Refusal, useShopChanges } from "./shop-changes.js";

/**
 * @param {{station: Station, section: Section | null | "gone", menu: Dish[], onClose: () => void}} props `section`: null
 *   for a new one
 */
export function SectionForm({ station, section, menu, onClose }) {
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const [typedNames, setTypedNames] = useState(/** @type {Record<string, string>} */ ({}));
  const [hasTried, setTried] = useState(false);
  /** The new name of a renaming that may have come half the way. */
  const [begun, setBegun] = useState(/** @type {string | null} */ (null));
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(/** @type {Problem | null} */ (null));
  const { problem, changeShop } = useShopChanges(station);
  /** What other screens may have changed since this was drawn. */
  const sectionsNow = () => station.shopFeed?.view.entries[0]?.sections ?? [];
  const title = text(section ? "section.edit" : "section.add");
  if (section === "gone") {
    // Under its old name it is gone while it is being renamed here.
    const words = isBusy ? "editing.saving" : "editing.gone";
    return html`<${Sheet} title=${title} onClose=${onClose}><p class="notice">${text(words)}</p><//>`;
  }

  const isOther = (/** @type {Section} */ one) => one.name !== section?.name;
  const others = sectionsNow()
    .filter((one) => isOther(one) && one.name !== begun)
    .map((one) => one.name);
  const name = typed ?? section?.name ?? "";
  const wrong = checkNewName(name, others);

  /** @param {Section} after @returns {Promise<boolean>} */
  const save = async (after) => {
    if (!section) return changeShop({ sections: [...sectionsNow(), after] });
    const before = section.name;
    if (before === after.name) {
      return changeShop({ sections: sectionsNow().map((one) => (isOther(one) ? one : after)) });
    }
    setBegun(after.name);
    /** @param {string} one */
    const isOld = (one) => one === before || (one === begun && one !== after.name);
    // Dishes name their section: both are there until the last dish has moved.
    if (!sectionsNow().some((one) => one.name === after.name)) {
      const both = sectionsNow().flatMap((one) => (isOther(one) ? one : [after, one]));
      if (!(await changeShop({ sections: both }))) return false;
    }
    for (const { id } of menu.filter(({ section: one }) => one && isOld(one))) {
      await station.call("PATCH", shopUrl(station, `/menu/${path(id)}`), { section: after.name });
    }
    const left = sectionsNow().filter((one) => !isOld(one.name));
    return changeShop({ sections: left.map((one) => (one.name === after.name ? after : one)) });
  };
  /** @param {() => Promise<boolean>} make */
  const run = async (make) => {
    setBusy(true);
    setRefusal(null);
    try {
      if (await make()) onClose();
    } catch (error) {
      setRefusal(asProblem(error));
    }
    setBusy(false);
  };
  /** @param {SubmitEvent & {currentTarget: HTMLFormElement}} event */
  const submit = (event) => {
    event.preventDefault();
    setTried(true);
    if (wrong) return event.currentTarget.querySelector("input")?.focus();
    run(() => save({ name: name.trim(), names: namesWith(section?.names, typedNames) }));
  };
  const remove = () => run(() => changeShop({ sections: sectionsNow().filter(isOther) }));

  return html`
    <${Sheet} title=${title} onClose=${onClose}>
      <form class="editor" onSubmit=${submit} novalidate>
        <fieldset disabled=${isBusy}>
          <${Field} name="name" label=${text("field.name")} value=${name} limit=${NAME_LENGTH} onValue=${setTyped}
            problem=${hasTried || typed !== null ? wrong : null} hint=${text("field.name_hint")} />
          <${NamesFields} names=${section?.names} typed=${typedNames} onTyped=${setTypedNames} />
          <${Refusal} problem=${refusal ?? problem} />
          <div class="form-actions">
            <button class="primary">${text("editing.save")}</button>
            <button type="button" onClick=${onClose}>${text("editing.cancel")}</button>
          </div>
          ${
            section &&
            html`
              <${Removing} label=${text("section.remove")} onSure=${remove}
                question=${text("section.remove_sure", { section: nameOf(section) })} />`
          }
        </fieldset>
      </form>
    <//>`;
}
