/** The readable description of the HTTP interface, made from what the services themselves describe. */

/** @import { Call, Field } from "./schema.js" */

import { callJson } from "../api.js";
import { reference } from "../catalogue/reference.js";
import { addTexts, text } from "../catalogue.js";
import { useLanguage } from "../hooks.js";
import { html, render, useEffect, useState } from "../html.js";
import { entitle, LanguageSwitch } from "../page.js";
import { callsOf, shapesOf } from "./schema.js";

addTexts(reference);

const DOCUMENTS = ["/api/openapi/shops.json", "/api/openapi/orders.json"];

function ReferencePage() {
  useLanguage();
  entitle(text("app.reference"));
  return html`
    <div class="reference">
      <header class="top"><span class="brand">${text("app.reference")}</span><${LanguageSwitch} /></header>
      <main>
        <h1>${text("reference.title")}</h1>
        <p>${text("reference.intro")}</p>
        ${DOCUMENTS.map((url) => html`<${Service} key=${url} url=${url} />`)}
      </main>
    </div>`;
}

/** @param {{url: string}} props */
function Service({ url }) {
  const [document, setDocument] = useState(/** @type {Record<string, any> | null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    callJson("GET", url).then(setDocument, () => setFailed(true));
  }, [url]);
  if (failed)
    return html`<p class="notice bad" role="alert">${text("reference.failed")} ${url}</p>`;
  if (!document) return html`<p class="faint">${text("loading")}</p>`;
  return html`
    <h2>${document.info?.title} <a class="faint" href=${url}>${document.info?.version}</a></h2>
    ${callsOf(document).map((call) => html`<${CallCard} call=${call} />`)}
    <h3>${text("reference.schemas")}</h3>
    ${shapesOf(document).map(
      ({ name, description, fields }) => html`
        <details class="card" id=${name}>
          <summary><code>${name}</code></summary>
          <div class="body"><p>${description}</p><${Fields} fields=${fields} /></div>
        </details>`,
    )}`;
}

/** @param {{call: Call}} props */
function CallCard({ call }) {
  const { method, path, summary, description, parameters, body, answers } = call;
  return html`
    <details class="card">
      <summary><code><span class="method">${method}</span> ${path}</code> ${summary}</summary>
      <div class="body">
        <p>${description}</p>
        ${parameters.length > 0 && html`<h3>${text("reference.parameters")}</h3><${Fields} fields=${parameters} />`}
        ${body && html`<h3>${text("reference.body")}</h3><p><code>${body}</code></p>`}
        <h3>${text("reference.answers")}</h3>
        <table>
          <tbody>
            ${answers.map(
              ({ status, description, type, codes }) => html`
                <tr><td><code>${status}</code></td><td>${description}</td><td><code>${type}</code> ${codes}</td></tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
}

/** @param {{fields: Field[]}} props */
function Fields({ fields }) {
  return html`
    <table>
      <tbody>
        ${fields.map(
          ({ name, place, type, required, description }) => html`
            <tr>
              <td><code>${name}</code> <span class="faint">${place}</span></td>
              <td><code>${type}</code> ${required && html`<span class="faint">${text("reference.required")}</span>`}</td>
              <td>${description}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

render(html`<${ReferencePage} />`, document.body);
