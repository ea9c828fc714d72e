/** Who orders: written down here, and remembered on this device if the customer wants that. */

/** @import { Complaint, Details, FieldName } from "./details.js" */

import { text } from "../catalogue.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { customerOf, LONGEST } from "./details.js";
import { Field } from "./field.js";
import { forgetCustomer, recallCustomer, rememberCustomer } from "./memory.js";

/** @type {Details} */
const NOTHING = { name: "", telephone: "", address: "", note: "" };

/** @returns {Details} what this device remembers, if it was asked to */
export const recallDetails = () => ({ ...NOTHING, ...recallCustomer() });

/** @type {Readonly<Record<FieldName, object>>} */
const ATTRIBUTES = {
  name: { autocomplete: "name", required: true, enterkeyhint: "next" },
  telephone: { autocomplete: "tel", type: "tel", required: true, enterkeyhint: "next" },
  address: { autocomplete: "street-address", enterkeyhint: "next" },
  note: { autocomplete: "off" },
};

/**
 * @param {{
 *   details: Details, onDetails: (details: Details) => void, complaints: Record<FieldName, Complaint | null>,
 *   checked: ReadonlySet<FieldName>, onChecked: (field: FieldName) => void,
 * }} props `checked`: the fields whose complaints are shown, since the customer was done with them
 */
export function DetailsForm({ details, onDetails, complaints, checked, onChecked }) {
  const [isRemembered, setRemembered] = useState(() => recallCustomer() !== null);
  const [isForgotten, setForgotten] = useState(false);
  const [forgets, setForgets] = useState(0);
  /** @type {{current: HTMLElement | null}} */
  const told = useRef(null);
  // The button has gone: what it did takes the focus.
  useEffect(() => {
    if (forgets > 0) told.current?.focus();
  }, [forgets]);

  /** @param {Details} changed @param {boolean} remembering */
  const keep = (changed, remembering) => {
    if (remembering) rememberCustomer(customerOf(changed));
    else if (isRemembered) forgetCustomer();
    onDetails(changed);
    setRemembered(remembering);
    setForgotten(isRemembered && !remembering);
  };
  // Another tab may have forgotten it.
  const staysRemembered = () => isRemembered && recallCustomer() !== null;
  const forget = () => {
    keep({ ...NOTHING, note: details.note }, false);
    setForgets(forgets + 1);
  };

  /** @param {FieldName} name @param {{hint?: string, rows?: number}} [more] */
  const field = (name, more) => html`
    <${Field} name=${name} label=${text(`form.${name}`)} value=${details[name]} longest=${LONGEST[name]}
      complaint=${checked.has(name) ? complaints[name] : null} attributes=${ATTRIBUTES[name]} ...${more}
      onWrite=${(/** @type {string} */ written) => keep({ ...details, [name]: written }, staysRemembered())}
      onLeave=${() => details[name] && onChecked(name)} />`;

  return html`
    ${field("name")} ${field("telephone")} ${field("address", { hint: text("form.address_hint") })}
    ${field("note", { hint: text("form.optional"), rows: 2 })}
    <div class="remembering">
      <label class="choice">
        <input type="checkbox" name="remember" checked=${isRemembered}
          onChange=${(/** @type {any} */ { target }) => keep(details, target.checked)} />
        ${text("form.remember")}
      </label>
      ${isRemembered && html`<button type="button" class="quiet" onClick=${forget}>${text("form.forget")}</button>`}
      <p role="status" tabindex="-1" ref=${told} data-testid="forgotten">${isForgotten && text("form.forgotten")}</p>
    </div>`;
}
