// Cuts the fonts to what the paper sets, so that an English page loads less than 90 kB of them.
//
// Of each face: the subsets we serve, the weights and optical sizes the style sheets use, the features
// they ask for. The Latin subset falls into two files, plain English and the accented rest, of which a
// browser takes the second only when a page has such a letter.

import subsetFont from "subset-font";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

// Kazakh needs both Cyrillic parts; the other subsets would only weigh on the wheel.
const SUBSETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"];
const FACE = /\/\* \S+? \*\/\s*@font-face \{[^}]*\}/g;
const CACHE = "node_modules/.cache/masthead-fonts";
// Text is set at 17 px and more; the smallest optical size that differs visibly is below that.
const AXES = {
  "source-serif-4-normal": { opsz: { min: 20, max: 60 }, wght: { min: 400, max: 700 } },
  // Italics stand out in any case: one optical size does for a word in the text and for a pull quote.
  "source-serif-4-italic": { opsz: 26, wght: { min: 400, max: 520 } },
  "source-sans-3-normal": { wght: { min: 400, max: 700 } },
};
const FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "onum", "lnum", "pnum", "tnum"];
const ENGLISH = [
  ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)),
  ..."\u00a0£©°·×éöü–—‘’“”…€→",
].join("");

/** The esbuild plugin: a font’s style sheet becomes the faces of its cut files. */
export const cutFonts = {
  name: "cut-fonts",
  setup({ onLoad }) {
    onLoad({ filter: /@fontsource-variable\/[^/]+\/[^/]+\.css$/ }, async ({ path }) => {
      const sheet = await readFile(path, "utf8");
      const faces = (sheet.match(FACE) ?? []).map((text) => describe(text, path));
      const kept = faces.filter(({ subset }) => SUBSETS.includes(subset));
      if (kept.length < SUBSETS.length) {
        throw new Error(`${path} no longer has a face for each of ${SUBSETS.join(", ")}`);
      }
      const cut = await Promise.all(kept.flatMap(parts).map(cutFace));
      return { contents: cut.join("\n"), loader: "css" };
    });
  },
};

/** What a face says: its font, style and subset, the file and the characters it is for. */
function describe(text, path) {
  const file = text.match(/url\(\.\/(files\/[^)]+\.woff2)\)/)?.[1] ?? "";
  const font = path.split("/").at(-2);
  const words = file.slice(`files/${font}-`.length, -".woff2".length).split("-");
  return {
    text,
    file,
    path: join(dirname(path), file),
    name: `${font}-${words.slice(-2).join("-")}`,
    subset: words.slice(0, -2).join("-"),
    axes: AXES[`${font}-${words.at(-1)}`],
    characters: charactersOf(text.match(/unicode-range: ([^;]+);/)?.[1] ?? ""),
  };
}

/** A Latin face as two, plain English last: of two faces for one letter, CSS takes the later. */
function parts(face) {
  if (face.subset !== "latin") return [face];
  const rest = [...face.characters].filter((character) => !ENGLISH.includes(character));
  return [
    { ...face, subset: "latin-rest", characters: rest.join("") },
    { ...face, subset: "english", characters: ENGLISH },
  ];
}

async function cutFace({ text, file, path, name, subset, axes, characters }) {
  if (!axes) throw new Error(`.ci/fonts.mjs does not say which weights of ${file} are used`);
  const options = {
    targetFormat: "woff2",
    variationAxes: axes,
    keepFeatures: FEATURES,
    noHinting: true,
  };
  const whole = await readFile(path);
  const key = createHash("sha256").update(whole).update(JSON.stringify([options, characters]));
  const folder = key.digest("hex").slice(0, 16);
  const cut = join(process.cwd(), CACHE, folder, `${name}-${subset}.woff2`);
  if (!existsSync(cut)) {
    await mkdir(dirname(cut), { recursive: true });
    await writeFile(cut, await subsetFont(whole, characters, options));
  }
  const range = `unicode-range: ${rangeOf(characters)};`;
  return text.replace(`./${file}`, cut).replace(/unicode-range: [^;]+;/, range);
}

/** The characters of a unicode-range: U+0020-007E, U+00A0 … */
function charactersOf(range) {
  const found = [...range.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gi)];
  const characters = found.flatMap(([, from, to]) => {
    const first = parseInt(from, 16);
    const length = parseInt(to ?? from, 16) - first + 1;
    return Array.from({ length }, (_, i) => String.fromCodePoint(first + i));
  });
  return characters.join("");
}

/** The unicode-range of characters, neighbours joined. */
function rangeOf(characters) {
  const points = [...characters].map((c) => c.codePointAt(0)).sort((a, b) => a - b);
  const runs = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last && point === last[1] + 1) last[1] = point;
    else runs.push([point, point]);
  }
  const hex = (point) => point.toString(16).toUpperCase();
  return runs.map(([a, b]) => (a === b ? `U+${hex(a)}` : `U+${hex(a)}-${hex(b)}`)).join(",");
}
