// Leaving fast: on the button, or by Escape pressed twice within a second.
// Order: save drafts on the server, hide the page, end the session, replace this page by one that says nothing.
const NEUTRAL = "/page/";
const TWICE_MS = 1000;

function saveDrafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    fetch(form.dataset.draft, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
  }
}

export function leave(address) {
  saveDrafts();
  document.documentElement.classList.add("left");
  document.title = "";
  const gone = () => window.location.replace(NEUTRAL);
  // The answer is not waited for longer than a moment: on a bad line the page must still go.
  window.setTimeout(gone, 400);
  fetch(address, { method: "POST", keepalive: true, redirect: "manual" }).then(gone, gone);
}

export function watchExit(root) {
  const form = root.querySelector("form[data-exit]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form.action);
  });
  let before = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    const now = event.timeStamp;
    if (before && now - before < TWICE_MS) leave(form.action);
    before = now;
  });
  // A page that comes back from the browser's memory is asked for anew.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
