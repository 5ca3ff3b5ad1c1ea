// The staff screens’ scripts. Every screen works without them.
import { watchForms } from "./working.js";

watchForms(document);
