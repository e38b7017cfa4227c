// The live line of a page: server-sent events with patience. Another module listens to what it needs:
//   const line = connect("/live/..."); line.on("message", (data) => ...); line.close();
// Events carry ids only; the page asks the server for the words, so live and reloaded pages cannot disagree.
const LONGEST_MS = 30000;

export function connect(url) {
  const listeners = new Map();
  let source, timer, wait = 1000, closed = false;

  const tell = (name, data) => (listeners.get(name) ?? []).forEach((listener) => listener(data));
  const attach = (name) => source.addEventListener(name, (event) => tell(name, JSON.parse(event.data || "null")));

  function open() {
    if (closed) return;
    source = new EventSource(url, { withCredentials: true });
    for (const name of listeners.keys()) if (!name.startsWith("line:")) attach(name);
    source.addEventListener("open", () => {
      wait = 1000;
      tell("line:open");
    });
    source.addEventListener("error", () => {
      tell("line:lost");
      if (source.readyState !== EventSource.CLOSED) return; // the browser itself tries again
      window.clearTimeout(timer);
      timer = window.setTimeout(open, wait + Math.random() * 500);
      wait = Math.min(wait * 2, LONGEST_MS);
    });
  }

  open();
  return {
    on(name, listener) {
      if (!listeners.has(name)) {
        listeners.set(name, []);
        if (!name.startsWith("line:")) attach(name);
      }
      listeners.get(name).push(listener);
      return this;
    },
    close() {
      closed = true;
      window.clearTimeout(timer);
      source?.close();
    },
  };
}
