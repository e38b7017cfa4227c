// The room as it lives: new words appear, the composer sends without leaving, the words stay when the line fails.
// Everything works without this file: the form posts, the page reloads.
import { connect } from "../bitim/js/live.js";
import { words } from "../bitim/js/words.js";

const thread = document.getElementById("thread");
const state = document.getElementById("line-state");
const HERE_MS = 60000;

// The line after the last words is on the screen, or nearly: the reader follows the talk.
const atEnd = () => (document.getElementById("latest")?.getBoundingClientRect().top ?? 0) < window.innerHeight + 80;
const toEnd = () => document.getElementById("latest")?.scrollIntoView({ block: "end" });
const say = (sentence) => {
  if (state) state.textContent = sentence;
};

// When a message was said. The page carries no number: gaps in numbers would tell of what was taken back unread.
const when = (item) => Date.parse(item.querySelector("time")?.dateTime);

// Put one message in the place of the one with the same id, or where its moment belongs.
function place(html) {
  const shape = document.createElement("template");
  shape.innerHTML = html.trim();
  const item = shape.content.querySelector("li[id]");
  if (!item) return;
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
  if (follow) toEnd();
  else say(words("new"));
}

window.addEventListener("scroll", () => {
  if (state?.textContent === words("new") && atEnd()) say("");
}, { passive: true });

// Ask the server for the page anew. Not ours any more: nothing of the room stays on the screen.
async function refresh(whole) {
  let answer;
  try {
    answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" } });
  } catch {
    return say(words("lost"));
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById("thread")) {
    document.title = page.title;
    return document.body.replaceWith(document.adoptNode(page.body));
  }
  const around = ["listeners", "meeting-place", "aside-place", "send-to"];
  const parts = whole ? ["thread", ...around] : around;
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (!old || !fresh) continue;
    if (id === "thread") thread.replaceChildren(...fresh.children);
    else old.replaceWith(document.adoptNode(fresh));
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

// The composer: sent in the background; what was typed stays until the server has it. A line that fails is tried again
// by itself, with the key of the same press: what has arrived already is not said twice. Whoever changes their words
// meanwhile decides anew when they go.
const AGAIN_MS = [1000, 3000, 8000, 15000];
const ANSWER_MS = 20000; // for words alone; a file takes as long as it takes

function watchComposer() {
  const form = document.querySelector("form[data-room-send]");
  if (!form) return;
  const tries = { failed: 0, next: undefined, said: "" };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tries.failed = 0;
    send(form, tries);
  }, { capture: true }); // before the page's own watcher, which then leaves this form alone
  for (const name of ["input", "change"]) form.addEventListener(name, () => stopTrying(form, tries));
  window.addEventListener("online", () => tries.next && again(form, tries));
  form.querySelector("textarea").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}

async function send(form, tries) {
  if (form.hasAttribute("data-busy")) return;
  form.setAttribute("data-busy", "");
  window.clearTimeout(tries.next);
  tries.next = undefined;
  const body = new FormData(form);
  tries.said = written(body);
  const late = new AbortController();
  const limit = [...body.values()].some((one) => one.size) ? 0 : window.setTimeout(() => late.abort(), ANSWER_MS);
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: late.signal });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const text = await answer.text();
    form.querySelector(".unsent")?.remove();
    take(form, new DOMParser().parseFromString(text, "text/html"), answer);
  } catch {
    const same = tries.said === written(new FormData(form));
    unsent(form, words(same ? "again" : "unsent"));
    const wait = AGAIN_MS[Math.min(tries.failed++, AGAIN_MS.length - 1)];
    if (same) tries.next = window.setTimeout(again, wait, form, tries);
  } finally {
    window.clearTimeout(limit);
    form.removeAttribute("data-busy");
  }
}

// What a form says, to be compared; a file by its name and size.
const written = (body) => JSON.stringify([...body].map(([name, one]) => [name, one.name ?? one, one.size ?? 0]));

function again(form, tries) {
  if (tries.said === written(new FormData(form))) send(form, tries);
  else stopTrying(form, tries);
}

function stopTrying(form, tries) {
  if (!tries.next) return;
  window.clearTimeout(tries.next);
  tries.next = undefined;
  unsent(form, words("unsent"));
}

function take(form, page, answer) {
  const fresh = page.querySelector("form[data-room-send]");
  if (!fresh) {
    // Out of the room, or the session is over: the page says why, and the words are still to be read there.
    document.title = page.title;
    return document.body.replaceWith(document.adoptNode(page.body));
  }
  form.elements.once.value = fresh.elements.once.value;
  if (!answer.ok) return unsent(form, (fresh.querySelector("[role=alert]") ?? fresh).textContent.trim());
  for (const item of page.querySelectorAll("#thread > li")) place(item.outerHTML);
  form.reset();
  form.elements.words.value = "";
  form.querySelector("[data-voice-clear]:not([hidden])")?.click();
  form.querySelector("details")?.removeAttribute("open");
  toEnd();
  form.elements.words.focus({ preventScroll: true });
}

// One line below the form; the same sentence again is not read out again.
function unsent(form, sentence) {
  const known = form.querySelector(".unsent");
  if (known?.textContent === sentence) return;
  known?.remove();
  const line = document.createElement("p");
  line.className = "unsent";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  (form.querySelector(".inner") ?? form).append(line);
}

// While the page of a live meeting is open, its reader is here.
function watchMeeting() {
  window.setInterval(async () => {
    const box = document.querySelector("[data-meeting][data-here]");
    if (!box || document.visibilityState !== "visible") return;
    const form = box.querySelector("form");
    const body = new FormData(form);
    try {
      const answer = await fetch(`${form.action}?part=1`, { method: "POST", body });
      if (answer.ok) box.parentElement.innerHTML = await answer.text();
    } catch {
      // The next beat tries again.
    }
  }, HERE_MS);
}

watchLine();
watchComposer();
watchMeeting();
if (thread?.dataset.line && !window.location.hash.startsWith("#m-")) {
  window.history.scrollRestoration = "manual"; // a page loaded again begins at the latest words too
  toEnd();
}
