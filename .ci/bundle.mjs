// Builds static/dist, all that a browser loads besides pictures: `npm run build`, or `make bundle`.
//
// Style sheets name their fonts by package (@import "@fontsource-variable/source-serif-4/opsz.css");
// fonts.mjs cuts them to what is used. They get a hash into their names, as browsers keep them for a year.
// packing.mjs adds the texts in compressed form.

import { build } from "esbuild";
import { existsSync } from "node:fs";
import { copyFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { cutFonts } from "./fonts.mjs";
import { packTexts } from "./packing.mjs";

const OUT = "static/dist";
const ENTRIES = [
  "static/css/site.css",
  "static/css/newsroom.css",
  "static/js/site.js",
  "static/js/newsroom.js",
  "static/js/service-worker.js",
  "static/js/passkeys.js",
  "static/js/passwords.js",
  "static/js/strength.js",
];
// The one script that stands in the head and holds the page up until it ran: no module can.
const FIRST = "static/js/comfort.js";
const COPIES = [["node_modules/htmx.org/dist/htmx.min.js", `${OUT}/htmx.min.js`]];

/** Removes what an earlier build left, after the new files stand: a running site misses none. */
async function removeAllBut(kept) {
  const found = await readdir(OUT, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  await Promise.all(paths.filter((path) => !kept.includes(path)).map((path) => rm(path)));
}

const OPTIONS = {
  outdir: OUT,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "inline",
  target: ["chrome111", "firefox113", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "dataurl" },
  assetNames: "fonts/[name]-[hash]",
  external: ["/static/*"],
  plugins: [cutFonts],
  logLevel: "warning",
  metafile: true,
};
const entryPoints = ENTRIES.filter((path) => existsSync(path)).map((path) => ({
  in: path,
  out: path.split("/").at(-1).replace(/\.(css|js)$/, ""),
}));

const built = await Promise.all([
  build({ ...OPTIONS, entryPoints, format: "esm" }),
  build({ ...OPTIONS, entryPoints: [FIRST], format: "iife" }),
]);
for (const [from, to] of COPIES) {
  await copyFile(from, to);
}
const made = built.flatMap(({ metafile }) => Object.keys(metafile.outputs));
made.push(...COPIES.map(([, to]) => to));
await removeAllBut([...made, ...(await packTexts(made))]);
