// How many guesses a password would take (zxcvbn: Wheeler, USENIX Security 2016). Large for its word
// lists: passwords.js fetches it when it is needed. Nothing typed leaves the browser.
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

const LONGEST = 100; // characters looked at: the time it takes grows with the square
const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** From 0, guessed at once, to 4, for a password whose owner has such words of their own. */
export function estimate(password, ownWords) {
  return estimator.check(password.slice(0, LONGEST), ownWords).score;
}
