/** Reads the pages' modules without running them: their strings, and their templates with all that is nested in them. */

/** Stands in a template's words for what is filled in. */
export const FILLED = "\0";

const BLANK = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/y;
const PATTERN = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const WORD = /[\w$]+/y;
/** After a value a slash divides, elsewhere it begins a pattern. */
const VALUE = /(?<!^return)[\w$)\]]$/;

/** `tag`: what stands before it. @typedef {{tag: string, words: string}} Template */

/** @param {string} code @returns {{strings: string[], templates: Template[]}} */
export function read(code) {
  /** @type {string[]} */
  const strings = [];
  /** @type {Template[]} */
  const templates = [];
  let at = 0;

  /** @param {RegExp} pattern */
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(code);
    at += found?.[0].length ?? 0;
    return found;
  };

  /** Up to the bracket that ends it, if it is inside a template. */
  const readCode = () => {
    let depth = 0;
    let before = "";
    while (at < code.length) {
      if (take(BLANK)) continue;
      const string = take(STRING);
      if (string) {
        strings.push(string[1] ?? string[2] ?? "");
        before = ")";
      } else if (code[at] === "`") {
        readTemplate(before);
        before = ")";
      } else if (code[at] === "/" && !VALUE.test(before) && take(PATTERN)) {
        before = ")";
      } else {
        before = take(WORD)?.[0] ?? code[at++] ?? "";
        if (before === "{") depth += 1;
        if (before === "}" && depth-- === 0) return;
      }
    }
  };

  /** @param {string} tag */
  const readTemplate = (tag) => {
    let words = "";
    at += 1;
    while (code[at] !== "`") {
      if (code.startsWith("${", at)) {
        at += 2;
        readCode();
        words += FILLED;
      } else {
        if (code[at] === "\\") at += 1;
        words += code[at++];
      }
    }
    at += 1;
    templates.push({ tag, words });
  };

  readCode();
  return { strings, templates };
}
