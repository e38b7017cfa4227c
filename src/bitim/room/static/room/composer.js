// The composer of a room: sent in the background; what was typed stays until the server has it.
// A line that fails is tried again by itself, with the key of the same press: what has arrived already is not said twice.
// Whoever changes their words meanwhile decides anew when they go. What is typed while something is still on its way is
// nobody's to erase, and a press of that time is kept until the first has arrived.
import { words } from "../bitim/js/words.js";

const AGAIN_MS = [1000, 3000, 8000, 15000];
const MOST_TRIES = 40;
const ANSWER_MS = 20000; // for words alone; a file takes as long as it takes

export class Composer {
  // takes: the new items of the thread; lastSeen: the id of the last one that stands there; leaves: a page that is no room.
  constructor(form, { takes, lastSeen, leaves }) {
    Object.assign(this, { form, takes, lastSeen, leaves });
    Object.assign(this, { busy: false, waits: false, came: false, failed: 0, next: undefined, said: "" });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.press();
    }, { capture: true }); // before the page's own watcher, which then leaves this form alone
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.stop());
    window.addEventListener("online", () => this.next && this.again());
    form.elements.words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }

  // What the form says, to be compared; a file by its name and size.
  now() {
    return JSON.stringify([...new FormData(this.form)].map(([name, one]) => [name, one.name ?? one, one.size ?? 0]));
  }

  press() {
    if (this.busy) return this.wait(this.holds());
    this.failed = 0;
    return this.send();
  }

  // What was pressed while something else is on its way goes as it was pressed: nobody changes it meanwhile.
  wait(waits) {
    this.waits = this.form.elements.words.readOnly = waits;
  }

  async send() {
    window.clearTimeout(this.next);
    Object.assign(this, { busy: true, came: false, next: undefined, said: this.now() });
    const body = new FormData(this.form);
    const late = new AbortController();
    const limit = [...body.values()].some((one) => one.size) ? 0 : window.setTimeout(() => late.abort(), ANSWER_MS);
    const headers = { "x-bitim-after": this.lastSeen() };
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers, signal: late.signal });
      if (answer.status >= 500) throw new Error(String(answer.status));
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html"), answer);
    } catch {
      this.fail();
    }
    window.clearTimeout(limit);
    this.busy = false;
    const goes = this.waits && !this.next && this.holds() && this.now() !== this.said;
    this.wait(false);
    if (goes) this.press();
  }

  holds() {
    const { words: typed, file } = this.form.elements;
    return Boolean(typed.value.trim() || file?.files.length);
  }

  take(page, answer) {
    const fresh = page.querySelector("form[data-room-send]");
    // Out of the room, or the session is over: the page says why, and the words are still to be read there. A page that is
    // not of this house (a proxy finds the file too large) takes nothing away.
    if (!fresh && !page.getElementById("main")) return this.tell(words("unsent"));
    if (!fresh) return this.leaves(page);
    this.tell("");
    const same = this.said === this.now();
    this.form.elements.once.value = fresh.elements.once.value;
    if (!answer.ok) {
      this.wait(false);
      return this.tell((fresh.querySelector("[role=alert]") ?? fresh).textContent.trim());
    }
    this.takes([...page.querySelectorAll("#thread > li")]);
    if (same) this.clear();
    else this.drop();
    return undefined;
  }

  clear() {
    this.form.reset();
    this.form.elements.words.value = "";
    this.form.querySelector("[data-voice-clear]:not([hidden])")?.click();
    this.form.querySelector("details")?.removeAttribute("open");
    this.form.elements.words.focus({ preventScroll: true });
  }

  // What was typed since stays; what has gone with the first press does not go once more. Where the live line has
  // emptied the place already, the same words are new ones.
  drop() {
    if (this.came) return;
    const sent = new Map(JSON.parse(this.said).map(([name, ...rest]) => [name, rest]));
    const { words: typed, file } = this.form.elements;
    const [kept] = file?.files ?? [];
    if (typed.value === sent.get("words")?.[0]) typed.value = "";
    if (kept && kept.name === sent.get("file")?.[0] && kept.size === sent.get("file")?.[1]) {
      file.value = "";
      this.form.querySelector("[data-voice-clear]:not([hidden])")?.click();
    }
  }

  // The live line may bring a message before the answer to the press comes: it has arrived, and the place is free.
  shown(item) {
    if (!this.busy || !item.querySelector(".said.mine")) return;
    const bare = (said) => said.replace(/\s/g, "");
    const { words: typed, file } = this.form.elements;
    const read = item.querySelector(".said > p > .said-words")?.textContent ?? "";
    if (file?.files.length || this.said !== this.now() || bare(read) !== bare(typed.value)) return;
    typed.value = "";
    this.came = true;
    this.form.elements.once.value = [...crypto.getRandomValues(new Uint32Array(4))].join("-"); // another press from now on
  }

  fail() {
    if (this.came && !this.waits) return; // it has arrived; what is typed since was not pressed
    const goes = this.waits || this.said === this.now();
    this.said = this.now();
    const wait = AGAIN_MS[Math.min(this.failed++, AGAIN_MS.length - 1)];
    const trying = goes && this.holds() && this.failed < MOST_TRIES;
    if (trying) this.next = window.setTimeout(() => this.again(), wait);
    this.tell(words(trying ? "again" : "unsent"));
  }

  again() {
    if (this.said === this.now()) this.send();
    else this.stop();
  }

  stop() {
    if (!this.next) return;
    window.clearTimeout(this.next);
    this.next = undefined;
    this.tell(words("unsent"));
  }

  // One line below the form; the same sentence again is not read out again.
  tell(sentence) {
    const known = this.form.querySelector(".unsent");
    if (known?.textContent === sentence) return;
    known?.remove();
    if (!sentence) return;
    const line = document.createElement("p");
    line.className = "unsent";
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    (this.form.querySelector(".inner") ?? this.form).append(line);
  }
}
