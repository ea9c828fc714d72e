import { html } from "../html.js";

/** @param {{label: string, query: string, onQuery: (query: string) => void}} props */
export function SearchField({ label, query, onQuery }) {
  /** @param {any} event */
  const press = ({ key, target }) => {
    if (key === "Escape") onQuery("");
    // A phone's keyboard goes away, and what was found is seen.
    if (key === "Enter") target.blur();
  };
  return html`
    <div role="search">
      <input type="search" name="search" aria-label=${label} placeholder=${label} autocomplete="off" enterkeyhint="search"
        value=${query} onInput=${(/** @type {any} */ { target }) => onQuery(target.value)} onKeyDown=${press} />
    </div>`;
}
