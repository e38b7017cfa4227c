// How often and how long this person speaks, while the mediator lets that be measured in this room and everybody in it
// has been told. Measured by loudness alone, said to the house every ten seconds, kept nowhere in the browser.
//   const spoken = new Spoken(form); spoken.take(measured, anew); spoken.hear(loud, open);
const LOUD = 0.02; // of a full swing: quiet speech into a telephone lies above, a silent room below
const TURN_MS = 1000; // whoever speaks for a second has a turn
const PAUSE_MS = 2000; // and another one after two seconds of silence
const LONGEST_STEP_MS = 1500; // a page that slept counts no silence as speech
const SAY_MS = 10000;

export class Spoken {
  constructor(form) {
    this.form = form;
    this.measured = false;
    this.fresh();
    window.setInterval(() => this.say(), SAY_MS);
  }

  fresh() {
    Object.assign(this, { ms: 0, turns: 0, run: 0, pause: PAUSE_MS, last: performance.now() });
  }

  // Whether it is measured where this person is now; in another room nothing of the one before counts.
  take(measured, anew = false) {
    if (anew || measured !== this.measured) this.fresh();
    this.measured = measured;
  }

  hear(loud, open) {
    const now = performance.now();
    const step = Math.min(now - this.last, LONGEST_STEP_MS);
    this.last = now;
    if (!this.measured) return;
    if (!open || loud < LOUD) {
      this.pause += step;
      if (this.pause >= PAUSE_MS) this.run = 0;
      return;
    }
    this.pause = 0;
    if (this.run < TURN_MS && this.run + step >= TURN_MS) this.turns += 1;
    this.run += step;
    this.ms += step;
  }

  async say() {
    const seconds = Math.floor(this.ms / 1000);
    if (!this.measured || (!seconds && !this.turns)) return;
    const body = new FormData(this.form);
    body.set("turns", String(Math.min(this.turns, 30)));
    body.set("seconds", String(Math.min(seconds, 120)));
    this.ms -= seconds * 1000;
    this.turns = 0;
    try {
      await fetch(`${this.form.action}?part=spoken`, { method: "POST", body, redirect: "manual" });
    } catch {
      // What a broken line swallows is not measured: it is no proof of anything.
    }
  }
}
