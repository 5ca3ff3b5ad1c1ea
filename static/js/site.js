// The public site’s scripts. Every page works without them.
import { watchChoices } from "./choosing.js";
import { offerCopying } from "./copying.js";
import { showKept, takeIntoAccount, tellOfKept } from "./keeping.js";
import { readOffline } from "./offline.js";
import { isSignedIn, turn, watchSwitches } from "./switches.js";
import { watchForms } from "./working.js";

watchSwitches(document); // before watchForms: a switch leaves its form unsent
watchForms(document);
offerCopying(document);
watchChoices(document);
tellOfKept(document);
readOffline(isSignedIn());
if (isSignedIn()) takeIntoAccount();
else showKept(document, turn);
