// What a reader chose of colours and text size: kept in this browser, worn by the page.
//
// tokens.css reads data-theme and data-text of the root; without them the page is as the system
// wishes and of standard size.

export const CHOICES = {
  theme: ["system", "light", "dark"],
  text: ["standard", "smaller", "larger", "largest"],
};

/** What was chosen of "theme" or "text"; the first choice where nothing, or nothing known, is kept. */
export function chosen(matter) {
  const kept = memory().getItem(`masthead-${matter}`);
  return CHOICES[matter].includes(kept) ? kept : CHOICES[matter][0];
}

/** Keeps a choice for every page to come; the first choice needs no keeping. */
export function choose(matter, choice) {
  if (choice === CHOICES[matter][0]) memory().removeItem(`masthead-${matter}`);
  else memory().setItem(`masthead-${matter}`, choice);
}

/** Puts what was chosen on the page. */
export function wear() {
  put("text", chosen("text"));
  const theme = chosen("theme");
  put("theme", theme);
  const scheme = document.querySelector("meta[name=color-scheme]");
  scheme.content = theme === "system" ? "light dark" : theme;
  for (const colour of document.querySelectorAll("meta[name=theme-color]")) {
    colour.media = theme === "system" ? when(colour) : colour.dataset.theme === theme ? "all" : "not all";
  }
}

function put(matter, choice) {
  if (choice === CHOICES[matter][0]) delete document.documentElement.dataset[matter];
  else document.documentElement.dataset[matter] = choice;
}

function when(colour) {
  return `(prefers-color-scheme: ${colour.dataset.theme})`;
}

// A browser told to keep nothing throws at the very question: then a choice lasts as long as the page.
function memory() {
  try {
    return localStorage;
  } catch {
    return forThisPage;
  }
}

const here = new Map();
const forThisPage = {
  getItem: (name) => here.get(name),
  setItem: (name, value) => here.set(name, value),
  removeItem: (name) => here.delete(name),
};
