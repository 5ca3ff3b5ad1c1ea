// The staff screens’ scripts. Every screen works without them.
import { watchForms } from "./working.js";
import { watchLive } from "./newsroom/live.js";
import { placePictures } from "./newsroom/placing.js";
import { countTyping } from "./newsroom/staying.js";

watchForms(document);
watchLive(document);
placePictures(document);
countTyping(document);
