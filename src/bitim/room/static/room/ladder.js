// How a thin line is borne: one step at a time, down when it has been bad for some seconds, up when it has been good for
// long. Pure: whoever calls it says what the line is like and what time it is; it says which step is taken, and why.
//   const ladder = new Ladder(); ladder.hear(lines, { sees, shows }, now) -> { step, down, why } or null; ladder.choose(step);
// `lines`: for each line { loss, late, jitter }, in shares and seconds, null where it is not known. With several lines
// the best of them counts: what is bad on one alone is not this person's own.

export const STEPS = ["full", "unseen", "unshown", "thin", "write"];
const BAD = { loss: 0.08, late: 0.8, jitter: 0.15 };
const GOOD = { loss: 0.03, late: 0.5, jitter: 0.08 };
// Whoever has the thinnest voice is told to write only when that voice does not come through: at 800 ms and 5 % it does.
const WORST = { loss: 0.15, late: 2, jitter: 0.4 };
const BEARS = { loss: 0.12, late: 1.5, jitter: 0.25 };
const BAD_MS = 9000;
const SETTLES_MS = 12000; // what a thin voice does for a line is known only when what was sent before it is counted
const GOOD_MS = 30000;
const LONGEST_GOOD_MS = 240000; // whoever falls back soon after a step up is asked to be patient for longer
const RELAPSE_MS = 60000;
const SLEPT_MS = 10000; // between two looks: a page that slept knows nothing of the time between

export class Ladder {
  constructor() {
    this.choose("full");
  }

  get step() {
    return this.path.at(-1);
  }

  // Whether this person is on a step or below it.
  under(step) {
    return STEPS.indexOf(this.step) >= STEPS.indexOf(step);
  }

  // A person's own choice: the line takes nobody above it.
  choose(step) {
    Object.assign(this, { path: [step], wait: GOOD_MS, rose: -Infinity, settled: -Infinity });
    this.fresh();
  }

  // Another room, other lines: what was counted before says nothing of them.
  fresh() {
    this.bad = this.good = this.last = undefined;
  }

  hear(lines, use, now) {
    if (!lines.length || now - this.last > SLEPT_MS) this.fresh();
    if (!lines.length) return null;
    this.last = now;
    const bad = this.under("thin") ? WORST : BAD;
    const good = this.step === "write" ? BEARS : GOOD;
    const why = now >= this.settled && lines.every((one) => fault(one, bad)) ? fault(lines[0], bad) : "";
    this.bad = why ? (this.bad ?? now) : undefined;
    this.good = lines.some((one) => !fault(one, good)) ? (this.good ?? now) : undefined;
    if (why && now - this.bad >= BAD_MS) return this.down(use, why, now);
    if (this.path.length > 1 && this.good !== undefined && now - this.good >= this.wait) return this.up(now);
    return null;
  }

  down({ sees, shows }, why, now) {
    const helps = { unseen: sees, unshown: shows, thin: true, write: true }; // a step that changes nothing is none
    const next = STEPS.slice(STEPS.indexOf(this.step) + 1).find((one) => helps[one]);
    if (!next) return null;
    if (now - this.rose < RELAPSE_MS) Object.assign(this, { wait: Math.min(this.wait * 2, LONGEST_GOOD_MS), rose: -Infinity });
    this.path.push(next);
    if (next === "thin") this.settled = now + SETTLES_MS;
    this.fresh();
    return { step: next, down: true, why };
  }

  up(now) {
    this.path.pop();
    this.rose = now;
    this.fresh();
    return { step: this.step, down: false, why: "good" };
  }
}

function fault({ loss, late, jitter }, most) {
  if (loss > most.loss) return "loss";
  return late > most.late || jitter > most.jitter ? "late" : "";
}
