// An answer goes in the background, and the next sentence comes back in the place of the last: on a thin line a tenth of
// a page. Without this script the form is sent as ever. What did not arrive is said; pressed again, it counts once.
import { words } from "../bitim/js/words.js";

const ANSWER_MS = 20000;
const place = document.querySelector("[data-ask]");

function busy(form, on) {
  form.toggleAttribute("aria-busy", on);
  for (const button of form.querySelectorAll("button")) {
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function unsent(form) {
  form.querySelector(".unsent")?.remove();
  const line = document.createElement("p");
  line.className = "unsent";
  line.setAttribute("role", "alert");
  line.textContent = words("unsent");
  form.append(line);
}

function show(part) {
  place.replaceChildren(...new DOMParser().parseFromString(part, "text/html").body.childNodes);
  const first = place.querySelector("[data-focus]") ?? place.querySelector("h1, .notice");
  first?.setAttribute("tabindex", "-1");
  first?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const late = new AbortController();
  const limit = window.setTimeout(() => late.abort(), ANSWER_MS);
  busy(form, true);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "x-bitim-part": "ask" }, signal: late.signal });
    if (answer.status >= 500) throw new Error(String(answer.status));
    const part = await answer.text();
    if (answer.headers.has("x-bitim-part")) show(part);
    else if (answer.ok) window.location.assign(answer.redirected ? answer.url : form.action); // the page as it is now
    else throw new Error(String(answer.status));
  } catch {
    busy(form, false);
    unsent(form);
  }
  window.clearTimeout(limit);
}

// Before the page's own watcher of forms, which leaves alone what is not sent by the browser.
place.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!event.target.hasAttribute("aria-busy")) send(event.target, event.submitter);
}, { capture: true });
