// What every page has. Everything here adds to pages that work without it.
import { watchExit } from "./exit.js";
import { watchForms } from "./unsaved.js";
import { watchGrowth } from "./autogrow.js";
import { watchCopies } from "./copy.js";
import { watchConfirms } from "./confirm.js";
import { watchMenus } from "./menu.js";

watchExit(document);
watchMenus(document);
watchConfirms(document); // before the forms: a form that is not confirmed is not being sent
watchForms(document);
watchGrowth(document);
watchCopies(document);
document.querySelector("[data-focus]")?.focus();
if (document.querySelector("meta[name=lock]")) import("./lock.js").then((lock) => lock.watchIdle(document));
if (document.querySelector("[data-voice]")) import("./voice.js").then((voice) => voice.watchVoice(document));
if (document.querySelector("input:is([type=file], [type=date], [type=datetime-local], [type=time])")) import("./natives.js").then((natives) => natives.watchNatives(document));
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 48;
