// Reading without a network: starts the service worker for signed-in readers, says on a kept copy
// how old it is, and lists on /offline/ what is there. Where a browser cannot, nothing happens.

const STORIES = "masthead-stories";
const LIST = "/account/saved/offline.json";
// Pages that show whether somebody is signed in, and those that ask to: the others say nothing.
const SAYS_WHO = ".bar__doors, [data-kept]";
const KEPT_AT = "X-Kept-At";
const SYNCED = "masthead.synced";
const EVERY = 10 * 60 * 1000;
const WHEN = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };

/** Does all of it; signedIn says for whom the page was made. */
export async function readOffline(signedIn) {
  try {
    const at = document.documentElement.dataset.offline;
    if (at) sayOld(at);
    else if (signedIn) await keep();
    else if (document.querySelector(SAYS_WHO)) await forget();
    await list();
  } catch {
    // No service worker, no storage, or a private window: pages come from the network alone.
  }
}

/** The worker, and a word to it now and then; at once after something was saved or let go. */
async function keep() {
  if (!navigator.serviceWorker) return;
  // Listens before the worker is there: a story may be saved while it is being fetched.
  document.addEventListener("switched", ({ detail }) => {
    if (detail.startsWith("save-")) sync().catch(() => {});
  });
  await navigator.serviceWorker.register("/service-worker.js");
  if ((await isDue()) || location.pathname === "/account/saved/") await sync();
}

/** Whether it is long ago, or all that was kept was forgotten since. */
async function isDue() {
  const last = Number(sessionStorage.getItem(SYNCED));
  return Date.now() - last > EVERY || !(await caches.has(STORIES));
}

/** Asks the worker to keep what is saved. */
async function sync() {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("sync");
  sessionStorage.setItem(SYNCED, Date.now());
}

/** Nobody is signed in here: nothing of a reader may stay. */
async function forget() {
  sessionStorage.removeItem(SYNCED);
  if (window.caches && (await caches.has(STORIES))) await caches.delete(STORIES);
}

const moment = (iso) => new Date(iso).toLocaleString("en-GB", WHEN);

function sayOld(iso) {
  const line = document.createElement("p");
  line.className = "notice notice--next offline";
  line.setAttribute("role", "status");
  const isList = document.querySelector("[data-offline-stories]");
  line.textContent = isList
    ? `You are offline; this list is from ${moment(iso)}.`
    : `You are offline; this copy is from ${moment(iso)}.`;
  document.querySelector("main").prepend(line);
}

/** Fills the page that lists what is kept, last saved first. */
async function list() {
  const place = document.querySelector("[data-offline-stories]");
  if (!place || !window.caches) return;
  const known = await keptHere(LIST);
  for (const story of known ? (await known.json()).stories : []) {
    const page = await keptHere(story.address);
    if (page) place.append(entry(story, page.headers.get(KEPT_AT)));
  }
  document.querySelector("[data-offline-empty]").hidden = place.childElementCount > 0;
}

const keptHere = (address) => caches.match(address, { cacheName: STORIES });

function entry({ address, headline }, at) {
  const [row, link, about] = ["li", "a", "span"].map((name) => document.createElement(name));
  [row.className, link.className, about.className] = ["rows__one", "rows__name", "rows__about"];
  [link.href, link.textContent] = [address, headline];
  about.textContent = `Kept on ${moment(at)}`;
  row.append(link, about);
  return row;
}
