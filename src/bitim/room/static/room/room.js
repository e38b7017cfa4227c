// The room as it lives: new words appear, the composer sends without leaving, the words stay when the line fails.
// Everything works without this file: the form posts, the page reloads.
import { connect } from "../bitim/js/live.js";
import { words } from "../bitim/js/words.js";
import { Composer } from "./composer.js";

const thread = document.getElementById("thread");
const state = document.getElementById("line-state");
const HERE_MS = 60000;
const AGAIN_MS = 5000;
const PAGE_MS = 60000; // a whole page takes ten seconds of a thin line; one that hangs is asked for again
const asksAgain = { timer: 0, whole: false }; // a page asked for in vain, and whether all of it was meant
const pages = { asked: 0, shown: 0, coming: new Set() }; // coming: what came by itself while each is on its way

// The line after the last words is on the screen, or nearly: the reader follows the talk.
const atEnd = () => (document.getElementById("latest")?.getBoundingClientRect().top ?? 0) < window.innerHeight + 80;
const toEnd = () => document.getElementById("latest")?.scrollIntoView({ block: "end" });
const say = (sentence) => {
  if (state) state.textContent = sentence;
};

// When a message was said. The page carries no number: gaps in numbers would tell of what was taken back unread.
const when = (item) => Date.parse(item.querySelector("time")?.dateTime);

// Put one message in the place of the one with the same id, or where its moment belongs. `stood`: it stood here before.
function place(html, stood = false) {
  const shape = document.createElement("template");
  shape.innerHTML = html.trim();
  const item = shape.content.querySelector("li[id]");
  if (!item) return;
  for (const brought of pages.coming) brought.set(item.id, html);
  document.getElementById("empty")?.remove();
  const follow = atEnd();
  const known = document.getElementById(item.id);
  if (known) {
    // What did not change is left alone: a screen reader would read it out again.
    if (known.outerHTML !== item.outerHTML) known.replaceWith(item);
    return;
  }
  const next = [...thread.children].find((one) => when(one) > when(item));
  thread.insertBefore(item, next ?? null);
  if (!stood) composer?.shown(item);
  if (follow) toEnd();
  else say(words("new"));
}

window.addEventListener("scroll", () => {
  if (state?.textContent === words("new") && atEnd()) say("");
}, { passive: true });

// In the place of this page stands another one: out of the room, or the session is over.
function become(page) {
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
}

function watchComposer() {
  const form = document.querySelector("form[data-room-send]");
  if (!form) return null;
  return new Composer(form, {
    lastSeen: () => thread?.lastElementChild?.id.replace("m-", "") ?? "",
    leaves: become,
    takes(items) {
      for (const item of items) place(item.outerHTML);
      toEnd();
    },
  });
}

// Ask the server for the page anew. Not ours any more: nothing of the room stays on the screen. A line that fails, or
// a proxy whose house is being started anew, says nothing of that: what is typed stays, and it is asked again. What the
// live line or an answer brings while a page is on its way is newer than that page, and so is a page asked for later.
async function refresh(whole) {
  let answer, text;
  const turn = (pages.asked += 1);
  const brought = new Map();
  const late = new AbortController();
  const limit = window.setTimeout(() => late.abort(), PAGE_MS);
  window.clearTimeout(asksAgain.timer);
  asksAgain.whole ||= whole;
  pages.coming.add(brought);
  try {
    answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" }, signal: late.signal });
    text = await answer.text();
    // A page without a main part is not of this house.
    if (answer.status >= 500 || !text.includes('id="main"')) throw new Error(String(answer.status));
  } catch {
    if (turn < pages.shown) return;
    window.clearTimeout(asksAgain.timer);
    asksAgain.timer = window.setTimeout(() => refresh(false), AGAIN_MS);
    return say(words("lost"));
  } finally {
    window.clearTimeout(limit);
    pages.coming.delete(brought);
  }
  if (turn < pages.shown) return;
  pages.shown = turn;
  if (asksAgain.timer) say("");
  window.clearTimeout(asksAgain.timer);
  [whole, asksAgain.whole, asksAgain.timer] = [asksAgain.whole, false, 0];
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!answer.ok || !page.getElementById("thread")) {
    return become(page);
  }
  const around = ["listeners", "meeting-place", "aside-place", "send-to"];
  const parts = whole ? ["thread", ...around] : around;
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh) continue;
    if (id === "thread") {
      thread.replaceChildren(...fresh.children);
      for (const html of brought.values()) place(html, true);
    } else old.replaceWith(document.adoptNode(fresh));
  }
  for (const part of [".band .who"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  if (Boolean(document.querySelector("form.composer")) !== Boolean(page.querySelector("form.composer"))) window.location.reload();
}

function watchLine() {
  if (!thread?.dataset.line) return;
  const line = connect(`${thread.dataset.line}?only=${thread.dataset.space}&from=${encodeURIComponent(thread.dataset.from)}`);
  line.on("message", (told) => {
    if (told.audience !== thread.dataset.space) return;
    if (told.html) place(told.html);
    else refresh(false);
  });
  line.on("reset", () => refresh(true));
  line.on("line:lost", () => say(words("lost")));
  line.on("line:open", () => say(""));
}

// While the page of a live meeting is open, its reader is here.
function watchMeeting() {
  window.setInterval(async () => {
    const box = document.querySelector("[data-meeting][data-here]");
    if (!box || document.visibilityState !== "visible") return;
    const form = box.querySelector("form");
    const body = new FormData(form);
    try {
      const answer = await fetch(`${form.action}?part=1`, { method: "POST", body, redirect: "manual" });
      if (answer.type === "opaqueredirect") window.location.reload(); // others sit at this screen: the PIN is asked first
      if (answer.ok) box.parentElement.innerHTML = await answer.text();
    } catch {
      // The next beat tries again.
    }
  }, HERE_MS);
}

const composer = watchComposer();
watchLine();
watchMeeting();
if (thread?.dataset.line && !window.location.hash.startsWith("#m-")) {
  window.history.scrollRestoration = "manual"; // a page loaded again begins at the latest words too
  toEnd();
}
