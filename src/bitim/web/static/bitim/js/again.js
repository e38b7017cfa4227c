// Put the page's small helpers on a page that was exchanged in place.
import { watchExit } from "./exit.js";
import { watchForms } from "./unsaved.js";
import { watchGrowth } from "./autogrow.js";
import { watchCopies } from "./copy.js";
import { watchConfirms } from "./confirm.js";

export function watchAll(root) {
  watchExit(root);
  watchConfirms(root);
  watchForms(root);
  watchGrowth(root);
  watchCopies(root);
  (root.querySelector("[data-focus]") ?? root.querySelector("h1, main"))?.focus?.();
  window.scrollTo(0, 0);
}
