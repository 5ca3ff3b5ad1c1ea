// Writes each text of the bundle in its compressed forms beside it, for webapp/statics.py to send.
// Once, so as small as it gets: Brotli’s highest quality takes a second a file, too long for a request.

import { readFile, writeFile } from "node:fs/promises";
import { brotliCompress, constants, gzip } from "node:zlib";
import { promisify } from "node:util";

const TEXT = /\.(css|js)$/;
const FORMS = {
  br: (text) => promisify(brotliCompress)(text, brotliFor(text)),
  gz: (text) => promisify(gzip)(text, { level: 9 }),
};

/** Packs the texts among the paths; gives the paths of what it wrote. */
export async function packTexts(paths) {
  const jobs = paths.filter((path) => TEXT.test(path)).flatMap((path) =>
    Object.entries(FORMS).map(async ([ending, pack]) => {
      await writeFile(`${path}.${ending}`, await pack(await readFile(path)));
      return `${path}.${ending}`;
    }),
  );
  return Promise.all(jobs);
}

function brotliFor(text) {
  return {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  };
}
