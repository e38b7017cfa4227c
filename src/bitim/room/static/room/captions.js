// What is said in the room, in writing: lines that somebody on the list of the room types, or a program of the house.
// Nothing of one epoch is shown in the next; nobody is told who reads, in which language, or has it hidden.
//   const captions = new Captions(send); captions.take(place); captions.line(frame); captions.of(person); captions.end();
// Each line that is typed here has a number, which the house gives back to this page alone, with the line: then all of
// the room have it. A line that did not come back, or whose room was another before it did, is given back to the writer.
import { words } from "../bitim/js/words.js";

const by = (id) => document.getElementById(id);
const MOST = 40; // lines that can be scrolled back to
const CLOSE = 40; // pixels: still at the end
const PATIENCE_MS = 4000; // until a line comes back: there, all of the room read it

export class Captions {
  constructor(send) {
    Object.assign(this, { send, place: null, space: undefined, lines: [], choice: "", shown: "", off: false });
    Object.assign(this, { count: 0, waiting: new Map(), back: [], again: null }); // back: to be typed once more, again: the one in the field
    this.box = by("call-captions"); // not on the page where the house has no captions
    if (!this.box) return;
    const log = by("call-lines");
    this.atEnd = true; // whoever has scrolled back reads on there; all others see the last line, also when a phone is turned
    log.addEventListener("scroll", () => (this.atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < CLOSE));
    new ResizeObserver(() => this.follow()).observe(log);
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
    // Half a line was meant for those of the room before: whoever comes into this one, and a line that breaks and comes
    // back, do not take it away.
    if (this.place && this.place.space !== this.space) this.drop();
    this.space = this.place ? this.place.space : this.space;
    this.show();
  }

  end() {
    if (this.box) this.drop();
  }

  forget() {
    Object.assign(this, { lines: [], shown: "" });
    by("call-lines").replaceChildren();
    this.giveBack([...this.waiting.keys()]); // whoever is here now has not read them
  }

  drop() {
    for (const { late } of this.waiting.values()) window.clearTimeout(late);
    this.waiting.clear();
    Object.assign(this, { back: [], again: null });
    by("call-line").value = "";
    this.fill();
  }

  line({ epoch, n, lang, d }) {
    if (!this.box || !epoch || epoch !== this.place?.epoch) return;
    if (n) this.arrived(n);
    this.lines = [...this.lines, { lang, said: d.words }].slice(-MOST);
    const before = this.shown;
    this.show();
    if (lang === before) this.put({ lang, said: d.words }); // else it was shown with all of its language
  }

  write(said) {
    if (!said.trim() || !this.place?.epoch) return;
    const n = (this.count += 1);
    const late = window.setTimeout(() => this.giveBack([n]), PATIENCE_MS);
    this.waiting.set(n, { said, late });
    this.send({ t: "caption", epoch: this.place.epoch, n, d: { words: said } });
    by("call-line").value = "";
    this.again = null;
    this.fill();
  }

  // The line broke, more was typed than may be, or somebody came in meanwhile: nothing that was typed is lost.
  giveBack(numbers) {
    for (const n of numbers) {
      const { said, late } = this.waiting.get(n);
      window.clearTimeout(late);
      this.waiting.delete(n);
      this.back.push({ n, said });
    }
    this.fill();
  }

  // On a slow line one comes back late: it need not be typed once more.
  arrived(n) {
    window.clearTimeout(this.waiting.get(n)?.late);
    this.waiting.delete(n);
    this.back = this.back.filter((one) => one.n !== n);
    if (this.again?.n === n) {
      if (by("call-line").value === this.again.said) by("call-line").value = "";
      this.again = null;
    }
    this.fill();
  }

  // One line at a time, and never over what is being typed.
  fill() {
    const field = by("call-line");
    if (!field.value && this.back.length) {
      this.again = this.back.shift();
      field.value = this.again.said;
    }
    by("call-unshown").hidden = !this.again && !this.back.length;
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
    this.atEnd = true;
    by("call-lines").replaceChildren();
    for (const one of this.lines.filter(({ lang }) => lang === language)) this.put(one);
  }

  put({ lang, said }) {
    const log = by("call-lines");
    log.append(Object.assign(document.createElement("p"), { lang, dir: "auto", textContent: said }));
    while (log.children.length > MOST) log.firstElementChild.remove();
    this.follow();
  }

  follow() {
    if (this.atEnd) by("call-lines").scrollTop = by("call-lines").scrollHeight;
  }
}

function button(language) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button small", lang: language, textContent: words(`call-in-${language}`) });
  made.dataset.reads = language;
  return made;
}
