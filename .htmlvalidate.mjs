// What html-validate holds the rendered pages against; each change to its rules has its reason.

export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // The house writes it small, as the HTML standard's own examples do.
    "doctype-style": ["error", { style: "lowercase" }],
    // Several boxes of one name are one choice: the letters to subscribe to.
    "form-dup-name": ["error", { shared: ["checkbox", "radio", "submit", "button", "reset"] }],
    // A headline is as long as its story needs it, and the paper’s name follows.
    "long-title": "off",
    // A table that scrolls sideways is a region one can reach by keyboard, not a section of the text.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // Templates leave white space where a condition was false; compression takes it away.
    "no-trailing-whitespace": "off",
  },
};
