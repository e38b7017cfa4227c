// The text and the questions while somebody else changes them: a quiet line says so, and shows it when asked.
// Nothing is exchanged by itself, and words being typed stay where they are. Without this file: reload the page.
import { connect } from "../bitim/js/live.js";
import { watchConfirms } from "../bitim/js/confirm.js";
import { watchForms } from "../bitim/js/unsaved.js";
import { watchGrowth } from "../bitim/js/autogrow.js";

const place = document.getElementById("changed");
const main = document.getElementById("main");
const TYPED = "form[method=post] textarea, form[method=post] input[type=text]";

const nameOf = (field) => `${field.form.getAttribute("action")} ${field.name}`;
const isTyped = (field) => field.value !== field.defaultValue;
const wordsOf = (root) => [...root.children].filter((one) => one !== place && one.tagName !== "TEMPLATE").map((one) => one.textContent.replace(/\s+/g, " ")).join(" ");

function say() {
  if (!place.childElementCount) place.append(document.getElementById("changed-words").content.cloneNode(true));
}

async function fresh() {
  const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const gone = answer.status >= 400 && answer.status < 500;
  return { answer, page, gone, main: answer.ok && !answer.redirected ? page.getElementById("main") : null };
}

// Not ours to read any more: nothing of it stays on the screen.
function leave({ page }) {
  line.close();
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
}

// Put the new page in the place of the old one. A field with words in it goes over as it is; where the new page has
// no place for them, the part in which they stand is kept.
function exchange(next) {
  const before = new Map([...main.querySelectorAll("[id]")].map((one) => [one.id, one.textContent]));
  for (const field of [...main.querySelectorAll(TYPED)].filter(isTyped)) {
    const twin = [...next.querySelectorAll(TYPED)].find((one) => nameOf(one) === nameOf(field));
    if (twin) {
      twin.value = field.value;
      for (let box = twin.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    } else {
      const part = field.closest("article, section") ?? field.form;
      if (!part.isConnected || part.parentElement !== main) continue;
      next.append(part);
    }
  }
  place.replaceChildren();
  const parts = [...next.children].filter((one) => one.id !== "changed" && one.tagName !== "TEMPLATE");
  for (const old of [...main.children]) if (old !== place && old.tagName !== "TEMPLATE") old.remove();
  place.before(...parts);
  for (const watch of [watchConfirms, watchForms, watchGrowth]) watch(main);
  const changed = [...main.querySelectorAll("article[id], section[id]")].find((one) => before.get(one.id) !== one.textContent);
  const to = changed ?? main.querySelector("h1");
  to.tabIndex = -1;
  to.focus({ preventScroll: !changed });
}

place.addEventListener("click", async (event) => {
  if (!event.target.closest("a")) return;
  event.preventDefault();
  try {
    const now = await fresh();
    if (now.gone) leave(now);
    else if (now.main) exchange(now.main);
    else if (now.answer.redirected) window.location.assign(now.answer.url); // it is final; typed words: asks first
  } catch {
    // The line is weak: the words stay, the button too.
  }
});

const line = connect(`${place.dataset.line}?only=${place.dataset.table}&from=${encodeURIComponent(place.dataset.from)}`);
line.on("message", (told) => {
  const shape = document.createElement("template");
  shape.innerHTML = told.html;
  if (shape.content.querySelector("[data-changed]")?.dataset.changed === place.dataset.about) say();
});
// The line was lost for a while, or this reader does not belong here any more: ask, and say only what is true.
line.on("reset", async () => {
  try {
    const now = await fresh();
    if (now.gone) leave(now);
    else if (now.answer.redirected || (now.main && wordsOf(now.main) !== wordsOf(main))) say();
  } catch {
    // Asked again when the line is back.
  }
});
