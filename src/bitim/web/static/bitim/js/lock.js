// A page of staff that nobody touches for ten minutes is covered; the server has locked the sign-in by then. The PIN
// is asked on the cover, so that words being typed stay where they are. Touches are told to the server now and then:
// whoever writes a long text for half an hour is not locked out of it.
const IDLE_MS = 10 * 60 * 1000;
const TELL_MS = 2 * 60 * 1000;
const LOOK_MS = 15 * 1000;

export function watchIdle(root) {
  const place = root.querySelector("meta[name=lock]");
  if (!place) return;
  const { lock, here } = place.dataset;
  const key = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  let touched = Date.now(), told = Date.now(), cover;

  function touch() {
    if (cover) return;
    touched = Date.now();
    if (touched - told < TELL_MS) return;
    told = touched;
    fetch(here, { method: "POST", headers: { "X-CSRFToken": key() } }).catch(() => {});
  }

  async function show() {
    cover = document.createElement("div");
    cover.className = "lock-cover";
    document.documentElement.classList.add("covered");
    document.body.append(cover);
    try {
      put(await fetch(`${lock}?next=${encodeURIComponent(window.location.pathname)}`));
    } catch {
      window.location.replace(lock);
    }
  }

  async function put(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const box = page.querySelector("[data-lock-box]");
    // Opened in another tab, or not signed in any more: the server says which page that is.
    if (!box) return answer.redirected && answer.url.endsWith(window.location.pathname) ? lift() : window.location.assign(answer.url);
    cover.replaceChildren(document.adoptNode(box));
    const form = cover.querySelector("form.stack");
    form?.addEventListener("submit", send);
    cover.querySelector("[data-focus], button")?.focus();
  }

  async function send(event) {
    event.preventDefault();
    try {
      put(await fetch(event.target.action, { method: "POST", body: new FormData(event.target) }));
    } catch {
      // The line is weak: the PIN stays, the button too.
    }
  }

  function lift() {
    cover.remove();
    cover = undefined;
    touched = told = Date.now();
    document.documentElement.classList.remove("covered");
  }

  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) window.addEventListener(kind, touch, { passive: true, capture: true });
  const look = () => !cover && Date.now() - touched >= IDLE_MS && show();
  window.setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", look);
}
