/** Reads OpenAPI documents: no I/O. */

/** @typedef {Record<string, any>} Schema */
/** @typedef {{name: string, place: string, type: string, required: boolean, description: string}} Field */
/** @typedef {{status: string, description: string, type: string, codes: string}} Answer */
/**
 * @typedef {{
 *   method: string, path: string, summary: string, description: string, parameters: Field[], body: string,
 *   answers: Answer[],
 * }} Call
 */

const METHODS = ["get", "post", "put", "patch", "delete"];

/** @param {Schema} document @returns {Call[]} every call, in the document's order */
export function callsOf(document) {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method: method.toUpperCase(),
      path,
      summary: item[method].summary ?? "",
      description: item[method].description ?? "",
      parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(parameter),
      body: typeOf(contentOf(item[method].requestBody)?.schema),
      answers: Object.entries(item[method].responses ?? {}).map(answer),
    })),
  );
}

/** @param {Schema} document @returns {{name: string, description: string, fields: Field[]}[]} */
export function shapesOf(document) {
  return Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => ({
    name,
    description: schema.enum ? schema.enum.join(" | ") : (schema.description ?? ""),
    fields: Object.entries(schema.properties ?? {}).map(([field, property]) => ({
      name: field,
      place: "",
      type: typeOf(property),
      required: (schema.required ?? []).includes(field),
      description: property.description ?? "",
    })),
  }));
}

/** A type in a word or a few: `Order`, `list of OrderItem`, `string (uuid)`. @param {Schema | undefined} schema @returns {string} */
export function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return String(schema.$ref).split("/").at(-1) ?? "";
  const alternatives = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (alternatives) return alternatives.map(typeOf).join(" | ");
  if (schema.enum)
    return schema.enum.map((/** @type {unknown} */ value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `[${typeOf(schema.items)}]`;
  return [schema.type ?? "any", limits(schema)].filter(Boolean).join(" ");
}

/** @param {Schema} schema */
function limits({ format, minimum, maximum, maxLength }) {
  const range =
    minimum !== undefined || maximum !== undefined ? `${minimum ?? ""}..${maximum ?? ""}` : "";
  return [format, range, maxLength === undefined ? "" : `≤ ${maxLength}`]
    .filter(Boolean)
    .join(", ");
}

/** @param {Schema} parameter @returns {Field} */
function parameter({ name, in: place, schema, required, description }) {
  return {
    name,
    place,
    type: typeOf(schema),
    required: required ?? false,
    description: description ?? "",
  };
}

/** @param {[string, Schema]} entry @returns {Answer} */
function answer([status, response]) {
  const schema = contentOf(response)?.schema;
  return {
    status,
    description: response.description ?? "",
    type: typeOf(schema),
    codes: (schema?.properties?.code?.enum ?? []).join(", "),
  };
}

/** @param {Schema | undefined} part @returns {Schema | undefined} */
function contentOf(part) {
  return Object.values(part?.content ?? {})[0];
}
