// The public site’s scripts. Every page works without them.
import { watchForms } from "./working.js";
import { watchSaving } from "./saving.js";
import { offerCopying } from "./copying.js";
import { watchChoices } from "./choosing.js";

watchForms(document);
watchSaving(document);
offerCopying(document);
watchChoices(document);
