// The parts of the page that the server writes anew while the voices go on: the reader's own part and, for the
// mediator, the desk; what lies on the table. A frame of the channel carries a mark for each (`mine`, `desk`, `agenda`);
// another mark means: look again.
//   const parts = watchParts(address); parts.heed(frame); parts.clear();
// What a person has opened or is writing there stays as it is; forms are sent without leaving the page. Words that are
// the same stay too: whoever is on a button there keeps it, and nothing is read out again.
import { words } from "../bitim/js/words.js";

const NAMES = ["mine", "desk", "agenda"];
const DESK_AGAIN_MS = 30000;
const ANSWER_MS = 20000; // of a press: one that hangs has not separated anybody, and whoever pressed has to know
const HELD_MS = 1000; // what a finger may hold up, at most
const KEYS = "input[name=csrfmiddlewaretoken], input[name=once]"; // of its forms: others each time
const stands = new WeakMap(); // what was last put into a part, without them
const box = (name) => document.getElementById(`call-${name}`);

export function watchParts(address) {
  const seen = {};
  const turns = {};
  let over = false;
  let held; // while a finger is down: what is written anew in the middle of a press takes the press away
  for (const part of NAMES.map(box).filter(Boolean)) {
    stands.set(part, bare(part));
    part.addEventListener("pointerdown", () => (held = released()));
  }

  async function look(name) {
    if (!box(name) || over) return;
    const turn = (turns[name] = (turns[name] ?? 0) + 1);
    try {
      const answer = await fetch(`${address}?part=${name}`, { redirect: "manual" });
      const html = await answer.text();
      if (turn !== turns[name] || over) return; // on a slow line an answer of before comes last
      // Others sit at this screen, and the PIN is asked first; a computer that locked itself has a cover of its own.
      const asks = answer.type === "opaqueredirect" || answer.status === 409;
      if (asks && !document.documentElement.classList.contains("covered")) window.location.reload();
      if (answer.status === 204) return put(box(name), ""); // nothing there is this reader's any more
      if (!answer.ok) return;
      await held;
      if (turn === turns[name] && !over) put(box(name), html);
    } catch {
      delete seen[name]; // the next frame looks again
    }
  }

  function heed(frame) {
    for (const name of NAMES) {
      if (frame[name] === undefined || frame[name] === seen[name]) continue;
      seen[name] = frame[name];
      look(name);
    }
  }

  for (const name of NAMES) {
    box(name)?.addEventListener("submit", async (event) => {
      event.preventDefault();
      const form = event.target;
      const body = new FormData(form, event.submitter);
      const late = new AbortController();
      const limit = window.setTimeout(() => late.abort(), ANSWER_MS);
      try {
        const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal: late.signal });
        const done = answer.type === "opaqueredirect";
        if (answer.status >= 500) throw new Error(String(answer.status));
        refuse(done ? null : reasonIn(await answer.text()));
        if (done) form.reset();
      } catch {
        refuse(undone()); // nobody was moved, and the page must not look as if
      } finally {
        window.clearTimeout(limit);
        NAMES.forEach(look);
      }
    });
  }
  window.setInterval(() => {
    const busy = document.hidden || box("desk")?.querySelector("input:focus, select:focus");
    if (!busy) look("desk"); // minutes go on without any news
    if (!document.hidden && box("agenda")?.querySelector("details[open]")) look("agenda"); // as do the texts
  }, DESK_AGAIN_MS);
  window.setInterval(tick, 1000);
  function clear() {
    over = true;
    NAMES.forEach((name) => box(name)?.replaceChildren());
  }

  return { heed, clear };
}

// The time that is left, in digits: counted here from what the page was told, whatever this device's clock says.
function tick() {
  for (const one of document.querySelectorAll("[data-left]")) {
    one.began ??= performance.now();
    const left = Math.ceil(Number(one.dataset.left) - (performance.now() - one.began) / 1000);
    one.querySelector("[data-while]").hidden = left <= 0;
    one.querySelector("[data-over]").hidden = left > 0;
    one.querySelector("[data-still]").hidden = false;
    const digits = one.querySelector("[data-digits]");
    digits.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
}

// The press is over when its click is: that follows the finger in the same turn of the browser.
function released() {
  return new Promise((done) => {
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, () => window.setTimeout(done), { once: true });
    window.setTimeout(done, HELD_MS);
  });
}

function refuse(why) {
  document.getElementById("call-refused").replaceChildren(...(why ? [why] : []));
}

// Why something could not be done, as the page of the answer says it; a proxy's own page says nothing of it.
function reasonIn(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector(".notice.asks") ?? undone();
}

function undone() {
  return Object.assign(document.createElement("p"), { className: "notice asks", textContent: words("unsent") });
}

function bare(part) {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll(KEYS)) one.setAttribute("value", "");
  const whole = document.createElement("div");
  whole.append(...copy.childNodes);
  return whole.innerHTML.trim();
}

function put(part, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const said = bare(made.content);
  if (said === stands.get(part)) {
    const keys = [...made.content.querySelectorAll(KEYS)].map((one) => one.value);
    return part.querySelectorAll(KEYS).forEach((one, nth) => (one.value = keys[nth]));
  }
  stands.set(part, said);
  const folds = [...part.querySelectorAll("details[id]")].map((one) => [one.id, one.open]);
  const typed = [...part.querySelectorAll("input[id], select[id]")].filter(changed).map((one) => [one.id, one.value]);
  const active = document.activeElement;
  const focused = part.contains(active) ? active.id : "";
  const marked = focused && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : null;
  part.innerHTML = html;
  tick();
  const find = (id) => part.querySelector(`#${CSS.escape(id)}`);
  for (const [id, open] of folds) if (find(id)) find(id).open = open;
  for (const [id, value] of typed) if (find(id)) find(id).value = value;
  if (focused) find(focused)?.focus({ preventScroll: true });
  if (marked) find(focused)?.setSelectionRange(...marked); // whoever types goes on where they were, or over what they marked
}

function changed(field) {
  if (field instanceof HTMLSelectElement) return [...field.options].some((one) => one.selected !== one.defaultSelected && one.value);
  return field.value !== field.defaultValue;
}
