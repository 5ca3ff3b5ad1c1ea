// Keeps the saved stories of a signed-in reader, so that they can be read without a network.
// Served from /service-worker.js. While there is a network every page comes from it: what is kept
// is shown only when asking the paper fails. Pages are kept as everyone sees them, never a
// reader’s own. They are removed at signing out and in, and when the paper names another reader.

const STORIES = "masthead-stories"; // pages and pictures of saved stories, and their list
const LIST = "/account/saved/offline.json";
const SHELL = "masthead-shell"; // the page /offline/ and the files that pages are made of
const OFFLINE = "/offline/";
const ANOTHER_READER = /^\/account\/(sign-out|sign-in|delete)\//;
const LASTING = /^\/static\//; // hashed by content
const PICTURE = /^\/pictures\/([^/]+)\//;
const DAY = 24 * 3600 * 1000;
const KEPT_AT = "X-Kept-At";

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "sync") event.waitUntil(sync().catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && ANOTHER_READER.test(url.pathname)) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (LASTING.test(url.pathname)) event.respondWith(file(request));
  else if (PICTURE.test(url.pathname)) event.respondWith(picture(request, url));
});

let forgotten = 0; // how often, so that what was asked for one reader is never kept for the next

/** Everything of a reader goes; the files of the paper’s look may stay. */
function forget() {
  forgotten += 1;
  return caches.delete(STORIES);
}

/** A page from the paper; only where that fails, the copy that was kept. */
async function page(request, url) {
  try {
    return await fetch(request);
  } catch (problem) {
    const kept =
      (await (await caches.open(STORIES)).match(url.pathname)) ??
      (await (await caches.open(SHELL)).match(OFFLINE));
    if (!kept) throw problem;
    return asOffline(kept);
  }
}

/** A copy that says in its root element how old it is; offline.js tells the reader. */
async function asOffline(kept) {
  const mark = `<html data-offline="${kept.headers.get(KEPT_AT)}" `;
  return dated((await kept.text()).replace("<html ", mark));
}

/** A file from the paper, and where that fails the one of that name that was kept. */
async function file(request) {
  const kept = await caches.open(SHELL);
  const known = await kept.match(request.url);
  if (known) return known;
  return fetch(request).catch(async (problem) => {
    const older = await kept.match(request.url, { ignoreSearch: true });
    if (!older) throw problem;
    return older;
  });
}

/** A picture from the paper, and where that fails the same in the one size that was kept. */
async function picture(request, url) {
  try {
    return await fetch(request);
  } catch (problem) {
    const kept = await caches.open(STORIES);
    const folder = PICTURE.exec(url.pathname)[0];
    const same = (await kept.keys()).find((one) => new URL(one.url).pathname.startsWith(folder));
    if (!same) throw problem;
    return kept.match(same);
  }
}

let syncing;
let next;

/** Keeps what the reader saved and lets go what they let go; asked meanwhile, once more after. */
function sync() {
  if (!syncing) return (syncing = keepAll().finally(() => (syncing = undefined)));
  next ??= syncing
    .catch(() => {})
    .then(() => {
      next = undefined;
      return sync();
    });
  return next;
}

async function keepAll() {
  const before = forgotten;
  const answer = await fetch(LIST, { cache: "no-store" });
  if (answer.redirected || answer.status === 401) return forget();
  if (!answer.ok) return undefined;
  const text = await answer.text();
  const { reader, stories } = JSON.parse(text);
  if ((await keptFor()) !== reader) await caches.delete(STORIES);
  if (forgotten !== before) return undefined; // somebody signed out meanwhile
  const kept = await caches.open(STORIES);
  await kept.put(LIST, dated(text, "application/json"));
  await keepShell();
  const wanted = new Set([LIST]);
  for (const { address } of stories) {
    wanted.add(address).add(await keepStory(kept, address).catch(() => null));
  }
  return letGo(kept, wanted);
}

/** The number of the reader whose stories are kept. */
async function keptFor() {
  const list = await caches.match(LIST, { cacheName: STORIES });
  return list && (await list.json()).reader;
}

/** The page that lists what there is, and what it looks like. */
async function keepShell() {
  const shell = await caches.open(SHELL);
  const found = await fetch(OFFLINE, { credentials: "omit" });
  if (!found.ok) return;
  const text = await found.text();
  await shell.put(OFFLINE, dated(text));
  await keepFiles(shell, text);
}

/** Style sheets, scripts and fonts that a page names; older ones of the same name go. */
async function keepFiles(shell, text) {
  const files = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  for (const address of new Set(files)) {
    if (await shell.match(address)) continue;
    const found = await fetch(address, { credentials: "omit" });
    if (!found.ok) continue;
    await shell.delete(address, { ignoreSearch: true });
    await shell.put(address, found.clone());
    if (/\.css\?/.test(address)) await keepFonts(shell, address, await found.text());
  }
}

/** The fonts of the paper’s own language: those that say no range or begin it at U+0020. */
async function keepFonts(shell, sheet, text) {
  for (const [face] of text.matchAll(/@font-face\s*{[^}]+}/g)) {
    const source = /url\(["']?([^"')]+\.woff2)/.exec(face)?.[1];
    if (!source || /cyrillic|latin-ext/.test(source)) continue;
    const address = new URL(source, new URL(sheet, location.origin)).href;
    if (!(await shell.match(address))) await shell.add(address);
  }
}

/** Keeps one story as everyone sees it, and its picture; answers with the picture’s address. */
async function keepStory(kept, path) {
  const text = await storyText(kept, path);
  const shown = text && pictureIn(text);
  if (shown && !(await kept.match(shown))) await kept.add(shown);
  return shown;
}

/** The page of a story, from the paper once a day and else as it is kept. */
async function storyText(kept, path) {
  const known = await kept.match(path);
  if (known && Date.now() - Date.parse(known.headers.get(KEPT_AT)) < DAY) return known.text();
  const found = await fetch(path, { credentials: "omit" }).catch(() => null);
  if (!found?.ok || found.redirected) return known?.text();
  const text = await found.text();
  await kept.put(path, dated(text));
  return text;
}

/** The picture of a story in the one size that a browser without srcset would load. */
function pictureIn(text) {
  const figure = /class="story__picture[\s\S]*?<img\b[^>]*?\ssrc="(\/pictures\/[^"]+)"/.exec(text);
  return figure?.[1] ?? null;
}

async function letGo(kept, wanted) {
  for (const one of await kept.keys()) {
    if (!wanted.has(new URL(one.url).pathname)) await kept.delete(one);
  }
}

/** A text as it is kept: its words and the moment. */
function dated(text, kind = "text/html") {
  return new Response(text, {
    headers: { "Content-Type": `${kind}; charset=utf-8`, [KEPT_AT]: new Date().toISOString() },
  });
}
