// Builds static/dist, all that a browser loads besides pictures: `npm run build`, or `make bundle`.
//
// Style sheets name their fonts by package (@import "@fontsource-variable/source-serif-4/opsz.css").
// Fonts get a hash into their names, as browsers keep them for a year.

import { build } from "esbuild";
import { existsSync } from "node:fs";
import { copyFile, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const OUT = "static/dist";
const ENTRIES = [
  "static/css/site.css",
  "static/css/newsroom.css",
  "static/js/site.js",
  "static/js/newsroom.js",
];
const COPIES = [["node_modules/htmx.org/dist/htmx.min.js", `${OUT}/htmx.min.js`]];
// Kazakh needs both Cyrillic parts; the other subsets would only weigh on the wheel.
const SUBSETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"];
const FACE = /\/\* \S+? \*\/\s*@font-face \{[^}]*\}/g;

/** Keeps of a font's style sheet the faces whose file is of one of SUBSETS. */
const fontSubsets = {
  name: "font-subsets",
  setup({ onLoad }) {
    onLoad({ filter: /@fontsource-variable\/[^/]+\/[^/]+\.css$/ }, async ({ path }) => {
      const sheet = await readFile(path, "utf8");
      const faces = sheet.match(FACE) ?? [];
      const kept = faces.filter((face) => SUBSETS.includes(subsetOf(face, path)));
      if (kept.length < SUBSETS.length) {
        throw new Error(`${path} no longer has a face for each of ${SUBSETS.join(", ")}`);
      }
      return { contents: kept.join("\n"), loader: "css" };
    });
  },
};

function subsetOf(face, path) {
  const font = path.split("/").at(-2);
  const name = face.match(/files\/([^)]+)\.woff2/)?.[1] ?? "";
  return name.slice(font.length + 1).split("-").slice(0, -2).join("-");
}

/** Removes what an earlier build left, after the new files stand: a running site misses none. */
async function removeAllBut(kept) {
  const found = await readdir(OUT, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  await Promise.all(paths.filter((path) => !kept.includes(path)).map((path) => rm(path)));
}

const { metafile } = await build({
  entryPoints: ENTRIES.filter((path) => existsSync(path)).map((path) => ({
    in: path,
    out: path.split("/").at(-1).replace(/\.(css|js)$/, ""),
  })),
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  charset: "utf8",
  legalComments: "inline",
  target: ["chrome111", "firefox113", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "dataurl" },
  assetNames: "fonts/[name]-[hash]",
  external: ["/static/*"],
  plugins: [fontSubsets],
  logLevel: "warning",
  metafile: true,
});
for (const [from, to] of COPIES) {
  await copyFile(from, to);
}
await removeAllBut([...Object.keys(metafile.outputs), ...COPIES.map(([, to]) => to)]);
