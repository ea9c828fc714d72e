/**
 * Copies Preact, htm and uqr out of node_modules, where `npm ci` has put the versions that package.json pins.
 *
 * Run it as `npm run vendor` after a change of version, and `make bundle` after it, and commit both. The only edit is the
 * import of "preact" by name, so that the tests' Node finds it here too.
 */

import { readFileSync, writeFileSync } from "node:fs";

const HERE = new URL("./", import.meta.url);
const NODE_MODULES = new URL("../../node_modules/", HERE);

/** Each file here: its package, and where the package keeps it. */
const FILES = {
  "preact.js": ["preact", "dist/preact.mjs"],
  "preact-hooks.js": ["preact", "hooks/dist/hooks.mjs"],
  "htm.js": ["htm", "dist/htm.mjs"],
  "uqr.js": ["uqr", "dist/index.mjs"],
};

/** @param {string} path below node_modules */
const read = (path) => readFileSync(new URL(path, NODE_MODULES), "utf8");

for (const [file, [name, path]] of Object.entries(FILES)) {
  const { version, license } = JSON.parse(read(`${name}/package.json`));
  const code = read(`${name}/${path}`)
    .replaceAll(/(from\s*)"preact"/g, '$1"./preact.js"')
    .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "");
  const origin = `/* ${name} ${version}, file ${path} of the npm package "${name}". ${license}: see LICENSE-${name} */`;
  writeFileSync(new URL(file, HERE), `${origin}\n${code.trim()}\n`);
  writeFileSync(new URL(`LICENSE-${name}`, HERE), read(`${name}/LICENSE`));
}
