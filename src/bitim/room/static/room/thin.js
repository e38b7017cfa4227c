// A thin line, on the page: which step of the ladder this person is on and why, what the meeting has cost so far, and who
// else has a thin line. No step is taken without a word, and each has a way back.
//   const thin = new Thin(box, { peers, sees, shows, changed }); thin.follow(states, people); thin.anew();
import { words } from "../bitim/js/words.js";
import { Ladder } from "./ladder.js";
import { Meter } from "./meter.js";
import { called } from "./names.js";

const LOOK_MS = 3000;
const MEGABYTE = 1_000_000;
const by = (id) => document.getElementById(id);

export class Thin {
  constructor({ peers, sees, shows, changed }) {
    Object.assign(this, { peers, sees, shows, changed, meter: new Meter(), ladder: new Ladder() });
    Object.assign(this, { agrees: false, lite: false, dark: false, held: false, again: false });
    if (navigator.connection?.saveData) this.ladder.choose("unseen");
    by("call-spare").addEventListener("click", () => this.choose("thin"));
    by("call-full").addEventListener("click", () => this.choose("full"));
    by("call-agree").addEventListener("click", () => {
      this.agrees = true;
      this.changed();
    });
    window.setInterval(() => this.look(), LOOK_MS);
    this.say("");
  }

  get unseen() {
    return this.ladder.under("unseen");
  }

  get unshown() {
    return this.ladder.under("unshown");
  }

  // What the others are told of this person's line.
  get state() {
    return { weak: this.unseen, thin: this.ladder.under("thin"), agrees: this.agrees };
  }

  // Another room: nobody there has been agreed with yet.
  anew() {
    this.agrees = this.held = this.again = false;
    this.ladder.fresh();
  }

  choose(step) {
    this.ladder.choose(step);
    this.agrees = false;
    this.say(step === "full" ? words("call-up-full") : "");
    this.changed();
  }

  async look() {
    const lines = await this.meter.look(this.peers());
    this.count();
    const taken = this.ladder.hear(lines, { sees: this.sees(), shows: this.shows() }, performance.now());
    if (!taken) return;
    if (!this.ladder.under("thin")) this.agrees = false;
    this.say([words(`call-why-${taken.why}`), taken.down ? "" : words(`call-up-${taken.step}`)].join(" ").trim());
    this.changed();
  }

  // `why` is said once; what holds on this step stands as long as it does.
  say(why) {
    const { step } = this.ladder;
    by("call-thin-why").textContent = why;
    by("call-thin-now").textContent = words(`call-step-${step}`);
    by("call-spare").hidden = this.ladder.under("thin");
    by("call-full").hidden = step === "full";
    if (by("call-write")) by("call-write").hidden = step !== "write";
  }

  count() {
    const said = by("call-data");
    const [whole, tenths] = (this.meter.bytes / MEGABYTE).toFixed(1).split(".");
    // Not every browser knows how Kazakh is written; of the six languages English alone has a point.
    const point = document.documentElement.lang === "en" ? "." : ",";
    const number = tenths === "0" ? whole : whole + point + tenths;
    said.hidden = !this.meter.bytes;
    said.querySelector("bdi").textContent = number;
  }

  // The thinnest line of a room sets its form: all voices thin, and no pictures unless its owner lets the others go on.
  follow(states, people) {
    const told = (which) => people.filter((one) => !one.me && which(states.get(one.id) ?? {})).map((one) => called(one, people));
    const held = told(({ thin, agrees }) => thin && !agrees);
    const alone = told(({ thin, agrees }) => thin && agrees);
    const own = this.ladder.under("thin");
    this.lite = own || held.length + alone.length > 0;
    this.dark = this.unshown || held.length > 0;
    this.again = !this.dark && (this.again || this.held); // whoever's pictures stopped is told that they may go on
    this.held = held.length > 0;
    const lines = [[held, "call-held"], [alone, "call-alone"]].filter(([names]) => names.length);
    const said = lines.map(([names, key]) => `${words(key)} ${names.join(", ")}.`);
    const text = [this.again ? words("call-up-full") : "", ...said].join(" ").trim();
    if (by("call-thin-others").textContent !== text) by("call-thin-others").textContent = text;
    by("call-agree").hidden = !own || this.agrees || people.length < 2;
    by("call-agreed").hidden = !own || !this.agrees;
  }
}
