// The staff screens’ scripts. Every screen works without them.
import { watchForms } from "./working.js";
import { watchLive } from "./newsroom/live.js";

watchForms(document);
watchLive(document);
