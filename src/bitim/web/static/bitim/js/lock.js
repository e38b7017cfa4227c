// A page of staff that nobody touches for ten minutes is covered; the server has locked the sign-in by then. The PIN
// is asked on the cover, so that words being typed stay where they are. Touches are told to the server now and then, by
// how long ago they were: whoever writes a long text for half an hour is not locked out of it, and a page open in one
// window is not covered while the same person works in another.
//
// A touch is a press, a key, a turn of the wheel: not a pointer that moves by itself when somebody passes the desk, nor
// a page that scrolls by itself. Events of the window: `lock:near` (`detail.ms`: left before the lock; 0: not near any
// more), `lock:shown`, `lock:lifted`; a page sends `lock:ask` when it seems to it that the server has locked.
const IDLE_MS = 10 * 60 * 1000;
const NEAR_MS = 60 * 1000;
const TELL_MS = 2 * 60 * 1000;
const NOTED_MS = 60 * 1000; // the server writes down going to a page once in this time
const LOOK_MS = 5 * 1000;
const AGAIN_MS = 30 * 1000;
const PRESS_MS = 400; // what asked goes when the press is over: nothing moves away under a finger

export function watchIdle(root) {
  const place = root.querySelector("meta[name=lock]");
  if (!place) return;
  const { lock, here, mark } = place.dataset;
  const key = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const others = "BroadcastChannel" in window ? new BroadcastChannel(`bitim-touched-${mark}`) : null;
  const say = (kind, detail) => window.dispatchEvent(new CustomEvent(`lock:${kind}`, { detail }));
  let touched = Date.now(), told = touched - NOTED_MS, shared = 0, near = false, cover;

  function touch() {
    if (cover) return;
    touched = Date.now();
    if (touched - told >= TELL_MS) tell();
    if (near) window.setTimeout(look, PRESS_MS);
    if (touched - shared < LOOK_MS) return;
    shared = touched;
    others?.postMessage(touched);
  }

  async function tell() {
    const before = told;
    told = touched;
    const ago = String(Math.round((Date.now() - touched) / 1000));
    try {
      const answer = await fetch(here, { method: "POST", headers: { "X-CSRFToken": key() }, body: new URLSearchParams({ ago }) });
      if (answer.status === 403 && (await answer.text()).includes("data-lock-box") && !cover) show();
    } catch {
      told = before; // told again at the next look
    }
  }

  function look() {
    if (cover) return;
    const left = touched + IDLE_MS - Date.now();
    if (left <= 0) return show();
    if (touched > told && Date.now() - told >= TELL_MS) tell();
    if (left > NEAR_MS && !near) return;
    near = left <= NEAR_MS;
    say("near", { ms: near ? left : 0 });
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
    if (!cover.children.length) say("shown");
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

  // Not locked: looked at again soon, unless somebody touches it meanwhile.
  function lift() {
    cover.remove();
    cover = undefined;
    near = false;
    touched = told = Math.max(touched, Date.now() - IDLE_MS + AGAIN_MS);
    document.documentElement.classList.remove("covered");
    say("lifted");
  }

  for (const kind of ["pointerdown", "keydown", "input", "wheel", "click"]) window.addEventListener(kind, ({ isTrusted }) => isTrusted && touch(), { passive: true, capture: true });
  others?.addEventListener("message", ({ data }) => {
    touched = Math.max(touched, Math.min(data, Date.now()));
    if (near) look();
  });
  window.addEventListener("lock:ask", () => cover || tell());
  window.setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", look);
}
