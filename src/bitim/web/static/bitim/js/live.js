// The live line of a page: server-sent events with patience. Another module listens to what it needs:
//   const line = connect(url); line.on("message", (data) => ...); line.close();
// Names: "message" {audience, kind, html}, "ready" (all that was missed has come), "reset" (ask for the page anew),
// "line:open", "line:lost". What comes may come twice, never not at all: put it in the place of the same id.
// A browser allows few lines to one house, and a hidden tab needs none: it hangs up after a while and, when it is
// looked at again, catches up from the last it heard. A line that died without a word (a telephone in a tunnel) closes
// nothing: it only falls silent, without even the beats of the house.
const LONGEST_MS = 30000;
const SILENCE_MS = 40000;
const OPENS_MS = 120000; // a thin line may take long until it carries the first word
const LOOK_MS = 5000;
const HIDDEN_MS = 20000;
const NAMES = ["message", "ready", "reset"];

export function connect(url) {
  const listeners = new Map();
  const address = new URL(url, document.baseURI);
  let source, again, hanging, last = 0, resets = 0, wait = 1000, closed = false;

  const tell = (name, data) => (listeners.get(name) ?? []).forEach((listener) => listener(data));
  const hidden = () => document.visibilityState === "hidden";

  function hangUp() {
    window.clearTimeout(again);
    source?.close();
    source = undefined;
  }

  function later(ms) {
    hangUp();
    again = window.setTimeout(open, ms + Math.random() * 500);
  }

  function beats() {
    last = performance.now();
  }

  function listen() {
    const limit = source?.readyState === EventSource.OPEN ? SILENCE_MS : OPENS_MS;
    if (!source || performance.now() - last < limit) return;
    tell("line:lost");
    later(0);
  }

  function heard(event) {
    beats();
    if (event.lastEventId) address.searchParams.set("from", event.lastEventId);
    if (event.type === "message") resets = 0;
    // Asked to load again and again: something is wrong, and hurrying does not help it.
    if (event.type === "reset") later(Math.min(1000 * 2 ** resets++, LONGEST_MS));
    tell(event.type, JSON.parse(event.data || "null"));
  }

  function open() {
    if (closed || source) return;
    source = new EventSource(address);
    beats();
    source.addEventListener("beat", beats);
    for (const name of NAMES) source.addEventListener(name, heard);
    source.addEventListener("stop", hangUp); // too many tabs: silent until looked at again
    source.addEventListener("open", () => {
      wait = 1000;
      beats();
      tell("line:open");
    });
    source.addEventListener("error", () => {
      tell("line:lost");
      if (source?.readyState !== EventSource.CLOSED) return; // the browser itself tries again
      later(wait);
      wait = Math.min(wait * 2, LONGEST_MS);
    });
  }

  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(hanging);
    if (hidden()) hanging = window.setTimeout(hangUp, HIDDEN_MS);
    else open();
  });
  window.addEventListener("focus", open);
  window.addEventListener("pagehide", hangUp);
  window.addEventListener("pageshow", (event) => event.persisted && open());

  open();
  window.setInterval(listen, LOOK_MS);
  return {
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      return this;
    },
    close() {
      closed = true;
      hangUp();
    },
  };
}
