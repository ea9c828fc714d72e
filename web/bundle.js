/**
 * Makes of the pages as they are written what browsers load: for each, one script and one style sheet. `make bundle`
 * after every change below web/; a test sees that what is kept is what would be made.
 */

import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";

const WEB = import.meta.dirname;
const PARTS = ["customer", "kitchen", "reference"];
const BUNDLED = "bundled";
/** What browsers of the last four years know. */
const TARGET = "es2022";

/**
 * @param {string} [web] the folder of the pages
 * @returns {Promise<Map<string, string>>} the contents of the files that are made, by their paths in that folder
 */
export async function bundle(web = WEB) {
  const entries = PARTS.flatMap((part) => [
    { in: `${part}/main.js`, out: part },
    { in: `${part}/page.css`, out: part },
  ]);
  const { outputFiles } = await build({
    absWorkingDir: web,
    entryPoints: entries,
    outdir: join(web, BUNDLED),
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: TARGET,
    charset: "utf8",
    // The licences of what is vendored stand beside it.
    legalComments: "none",
  });
  return new Map(outputFiles.map(({ path, text }) => [relative(web, path), text]));
}

if (import.meta.main) {
  const web = process.argv[2] ?? WEB;
  for (const [path, content] of await bundle(web)) writeFileSync(join(web, path), content);
}
