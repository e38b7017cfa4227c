// What is said in the room, in writing: lines that somebody on the list of the room types, or a program of the house.
// Nothing of one epoch is shown in the next; nobody is told who reads, in which language, or has it hidden.
//   const captions = new Captions(send); captions.take(place); captions.line(frame); captions.of(person);
import { words } from "../bitim/js/words.js";

const by = (id) => document.getElementById(id);
const MOST = 40; // lines that can be scrolled back to
const PATIENCE_MS = 4000; // until a line comes back: there, all of the room read it

export class Captions {
  constructor(send) {
    Object.assign(this, { send, place: null, lines: [], choice: "", shown: "", off: false, waiting: [] });
    this.box = by("call-captions"); // not on the page where the house has no captions
    if (!this.box) return;
    by("call-captions-on").addEventListener("click", () => {
      this.off = !this.off;
      this.show();
    });
    by("call-captions-languages").addEventListener("click", ({ target }) => {
      const button = target.closest("[data-reads]");
      if (!button) return;
      this.choice = button.dataset.reads;
      this.show();
    });
    by("call-typist").addEventListener("submit", (event) => {
      event.preventDefault();
      this.write(by("call-line").value);
    });
  }

  take(place) {
    if (!this.box) return;
    const before = this.place;
    this.place = place ? { epoch: place.epoch, space: place.space, people: place.people ?? [], beside: place.beside ?? [] } : null;
    if (before?.epoch !== this.place?.epoch) this.forget();
    // Half a line was meant for those of the room before; whoever comes into this one does not take it away.
    if (before?.space !== this.place?.space) by("call-line").value = "";
    this.show();
  }

  forget() {
    for (const one of this.waiting) window.clearTimeout(one.late);
    Object.assign(this, { lines: [], shown: "", waiting: [] });
    by("call-lines").replaceChildren();
    by("call-unshown").hidden = true;
  }

  line({ epoch, from, lang, d }) {
    if (!this.box || !epoch || epoch !== this.place?.epoch) return;
    if (from === this.me()?.id) window.clearTimeout(this.waiting.shift()?.late);
    this.lines = [...this.lines, { lang, said: d.words }].slice(-MOST);
    const before = this.shown;
    this.show();
    if (lang === before) this.put({ lang, said: d.words }); // else it was shown with all of its language
  }

  write(said) {
    if (!said.trim() || !this.place?.epoch) return;
    by("call-line").value = "";
    by("call-unshown").hidden = true;
    const late = window.setTimeout(() => this.unshown(said), PATIENCE_MS);
    this.waiting.push({ late });
    this.send({ t: "caption", epoch: this.place.epoch, d: { words: said } });
  }

  // The line broke, or more was written than may be: nothing that was typed is lost.
  unshown(said) {
    this.waiting = [];
    by("call-unshown").hidden = false;
    if (!by("call-line").value) by("call-line").value = said;
  }

  me() {
    return this.place?.people.find((one) => one.me);
  }

  // How a writer stands on the list of the room; empty for everybody else.
  of({ writes }) {
    return writes ? `${words("call-writes")} ${words(`call-in-${writes}`)}` : "";
  }

  show() {
    const writers = this.place?.epoch ? this.place.people.filter((one) => one.writes) : [];
    const program = Boolean(this.place?.epoch) && this.place.beside.some((one) => one.way === "program");
    const offered = [...new Set([...writers.map((one) => one.writes), ...this.lines.map((one) => one.lang)])];
    this.box.hidden = !writers.length && !program && !this.lines.length;
    // What they chose; else what they write themselves, the language of their page, the first that there is.
    const wanted = [this.choice, this.me()?.writes, document.documentElement.lang, offered[0]];
    const reads = wanted.find((one) => offered.includes(one)) ?? "";
    this.choices(offered, reads);
    if (reads !== this.shown) this.turn(reads);
    by("call-lines").hidden = this.off;
    by("call-captions-on").querySelector("span").textContent = words(this.off ? "call-lines-show" : "call-lines-hide");
    by("call-typist").hidden = !this.me()?.writes;
    by("call-line").lang = this.me()?.writes ?? "";
  }

  choices(offered, reads) {
    const box = by("call-captions-languages");
    box.hidden = offered.length < 2;
    const known = [...box.children].map((one) => one.dataset.reads);
    if (known.join() !== offered.join()) box.replaceChildren(...offered.map(button));
    for (const one of box.children) one.setAttribute("aria-pressed", String(one.dataset.reads === reads));
  }

  turn(language) {
    this.shown = language;
    by("call-lines").replaceChildren();
    for (const one of this.lines.filter(({ lang }) => lang === language)) this.put(one);
  }

  put({ lang, said }) {
    const log = by("call-lines");
    log.append(Object.assign(document.createElement("p"), { lang, dir: "auto", textContent: said }));
    while (log.children.length > MOST) log.firstElementChild.remove();
    log.scrollTop = log.scrollHeight;
  }
}

function button(language) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button small", lang: language, textContent: words(`call-in-${language}`) });
  made.dataset.reads = language;
  return made;
}
