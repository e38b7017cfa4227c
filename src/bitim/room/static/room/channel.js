// The channel of a live meeting: frames to and from the server, by WebSocket or, where a network lets none through, by
// a stream and POST. The person is told nothing of it: the same frames come either way.
//   const channel = new Channel(address, { takes, lost, refused }); channel.open(); channel.send(frame);
// `takes(frame)`; `lost()`: the line broke, it comes back by itself; `refused()`: there is no place here any more.

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10000;
const PATIENCE_MS = 6000; // until the first frame; on a thin line four ways there and back take three seconds
const LONGEST_PATIENCE_MS = 20000;
const SILENCE_MS = 25000; // the house asks every ten seconds whether the browser is there: after two and a half, it is not
const LOOK_MS = 2500;
const IN_VAIN = 2; // openings without one frame, after which the other way is tried
const LONGEST_BODY = 60000; // letters
const REFUSED_SOCKET = 4403;
const REFUSED = [403, 404];

class BySocket {
  constructor(address, { comes, ends }) {
    const at = new URL(address, window.location.href);
    at.protocol = at.protocol.replace("http", "ws");
    this.socket = new WebSocket(at);
    this.socket.addEventListener("message", ({ data }) => comes(JSON.parse(data)));
    this.socket.addEventListener("close", ({ code }) => ends(code === REFUSED_SOCKET));
  }

  send(frame) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  close() {
    this.socket.close();
  }
}

class ByStream {
  constructor(address, { comes, ends }) {
    Object.assign(this, { address, comes, ends, waiting: [], sending: false, line: null });
    this.stop = new AbortController();
    this.read().then(
      (refused) => this.ends(refused),
      () => this.ends(false),
    );
  }

  async read() {
    const answer = await fetch(this.address, { headers: { accept: "text/event-stream" }, cache: "no-store", signal: this.stop.signal });
    if (!answer.ok) return REFUSED.includes(answer.status);
    const pieces = answer.body.getReader();
    const letters = new TextDecoder();
    let text = "";
    for (;;) {
      const silent = window.setTimeout(() => this.stop.abort(), SILENCE_MS);
      const { value, done } = await pieces.read().finally(() => window.clearTimeout(silent));
      if (done) return false;
      const lines = (text + letters.decode(value, { stream: true })).split("\n\n");
      text = lines.pop();
      for (const one of lines) if (one.startsWith("data: ")) this.take(JSON.parse(one.slice(6)));
    }
  }

  take(frame) {
    if (frame.t === "line") this.line = frame.line;
    else this.comes(frame);
  }

  send(frame) {
    this.waiting.push(JSON.stringify(frame));
    if (!this.sending) this.post();
  }

  // One body after the other: what a browser says to another has an order.
  async post() {
    this.sending = true;
    try {
      while (this.waiting.length && !this.stop.signal.aborted) {
        let body = this.waiting.shift();
        while (this.waiting.length && body.length + this.waiting[0].length < LONGEST_BODY) body += `\n${this.waiting.shift()}`;
        const answer = await fetch(this.address.split("?")[0], {
          method: "POST",
          headers: { "content-type": "application/x-ndjson", "x-bitim-line": this.line },
          body,
          signal: this.stop.signal,
        });
        if (!answer.ok) throw new Error(String(answer.status));
      }
    } catch {
      this.close(); // whether it arrived is not known: begin anew from what is true there
    }
    this.sending = false;
  }

  close() {
    this.stop.abort();
  }
}

export class Channel {
  constructor(address, { takes, lost, refused }) {
    Object.assign(this, { address, takes, lost, refused, line: null, over: false });
    Object.assign(this, { ways: [BySocket, ByStream], vain: 0, failed: 0, wait: FIRST_WAIT_MS, patience: PATIENCE_MS });
    window.setInterval(() => this.listen(), LOOK_MS);
  }

  // A line that died without a word (a cable pulled, a telephone in a tunnel) closes nothing: it only falls silent.
  listen() {
    const { line } = this;
    if (line?.came && performance.now() - line.heard > SILENCE_MS) this.ended(line, false);
  }

  open() {
    const line = { came: false };
    this.line = line;
    const late = window.setTimeout(() => this.ended(line, false, true), this.patience);
    const comes = (frame) => {
      if (this.line !== line || this.over) return;
      window.clearTimeout(late);
      if (!line.came) Object.assign(this, { vain: 0, wait: FIRST_WAIT_MS, patience: PATIENCE_MS });
      line.came = true;
      line.heard = performance.now();
      if (frame.t === "beat") line.by.send(frame);
      else this.takes(frame);
    };
    const ends = (refused) => {
      window.clearTimeout(late);
      this.ended(line, refused);
    };
    try {
      line.by = new this.ways[0](this.address, { comes, ends });
    } catch {
      ends(false); // a browser that has no such way
    }
  }

  ended(line, refused, late = false) {
    if (this.line !== line || this.over) return;
    this.line = null;
    line.by?.close();
    if (refused) return this.refused();
    if (line.came) this.failed = 0;
    else Object.assign(this, { vain: this.vain + (late || !line.by ? IN_VAIN : 1), failed: this.failed + 1 });
    let wait = this.wait + Math.random() * 500;
    if (this.vain >= IN_VAIN) {
      this.ways.reverse();
      Object.assign(this, { vain: 0, patience: Math.min(this.patience * 1.5, LONGEST_PATIENCE_MS) });
      wait = Math.random() * 100;
    }
    if (line.came || this.failed > IN_VAIN) this.lost(); // that the first way does not open is not worth a word
    window.setTimeout(() => this.over || this.open(), wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  send(frame) {
    this.line?.by?.send(frame);
  }

  close() {
    this.over = true;
    this.line?.by?.close();
  }
}
