// Interpretation in the room where this person is. Whose voice is which language, the server says of each person
// (`into`: a language, "rest", or nothing: everybody hears them); which of them this person hears they choose here, and
// nobody is told of it. Nothing of one room is kept in the next.
//   const interpreting = new Interpreting({ voices, silenced, goesOn }); interpreting.take(place, states, open);
//   interpreting.hear(player); interpreting.rests; interpreting.into;
import { words } from "../bitim/js/words.js";

const by = (id) => document.getElementById(id);
const FLOOR = 0.15; // of its loudness, while the interpreter's voice is there
const REST = "rest";
const SLOWLY_MS = 15000;
const quiets = canQuiet();

export class Interpreting {
  // `voices`: the element in which they play, each with the name of its browser. `silenced()`: this person's own voice
  // was to go to another place than before: their microphone falls silent until they open it. `goesOn()`: it goes out
  // from now on by a microphone that is open already.
  constructor({ voices, silenced, goesOn }) {
    Object.assign(this, { voices, silenced, goesOn, place: null, states: new Map(), choice: "", into: "", slowly: new Map() });
    by("call-languages").addEventListener("click", ({ target }) => {
      const button = target.closest("[data-language]");
      if (!button) return;
      this.choice = button.dataset.language;
      this.show();
    });
  }

  get rests() {
    return this.into === REST;
  }

  take(place, states, open) {
    if (place?.space !== this.place?.space) {
      Object.assign(this, { choice: "", into: "", slowly: new Map() });
      by("call-slowly").hidden = true; // it was asked in the room before
    }
    Object.assign(this, { place, states });
    if (!place?.languages?.includes(this.choice)) this.choice = "";
    this.heed(open);
    const before = this.into;
    this.into = this.me()?.into ?? "";
    this.show();
    // Into a language one speaks on, also from resting, with a microphone that one has opened before taking over; to
    // everybody, or when the partner has taken over, one does not.
    const goesOn = this.into && !this.rests;
    if (before !== this.into && open) goesOn ? this.goesOn() : this.silenced();
  }

  people() {
    return this.place?.people ?? [];
  }

  me() {
    return this.people().find((one) => one.me);
  }

  // Whether anybody interprets now into the language that this person chose.
  comes() {
    return this.people().some((one) => !one.me && one.into === this.choice && this.states.get(one.id)?.mic);
  }

  loudness(id) {
    const who = this.people().find((one) => one.id === id);
    if (!who || who.listens || who.into === REST) return 0;
    if (who.into) return who.into === this.choice ? 1 : 0;
    return this.choice && this.comes() ? FLOOR : 1;
  }

  hear(player) {
    const loud = this.loudness(player.dataset.from);
    player.volume = loud;
    // A telephone whose loudness a page cannot set: the interpreter alone is heard, not both at once.
    player.muted = loud === 0 || (loud < 1 && !quiets);
  }

  // Somebody asked to speak slowly: whoever speaks sees it for a while, and only of what was asked since they came.
  heed(open) {
    for (const { id, me, slowly } of this.people()) {
      const before = this.slowly.get(id);
      this.slowly.set(id, slowly);
      if (me || before === undefined || before === slowly || !open) continue;
      by("call-slowly").hidden = false;
      window.clearTimeout(this.until);
      this.until = window.setTimeout(() => (by("call-slowly").hidden = true), SLOWLY_MS);
    }
    if (!this.place?.epoch) by("call-slowly").hidden = true;
  }

  show() {
    for (const player of this.voices.children) this.hear(player);
    const offered = this.place?.epoch ? (this.place.languages ?? []) : [];
    by("call-hear").hidden = !offered.length;
    const box = by("call-languages");
    const shown = ["", ...offered];
    const known = [...box.children].map((one) => one.dataset.language);
    if (known.join() !== shown.join()) box.replaceChildren(...shown.map(button));
    for (const one of box.children) one.setAttribute("aria-pressed", String(one.dataset.language === this.choice));
    const said = !this.choice ? "" : words(this.comes() ? "call-hears" : "call-hears-none");
    if (by("call-hears").textContent !== said) by("call-hears").textContent = said;
  }

  // How an interpreter stands on the list of the room; empty for everybody else.
  of({ into }) {
    if (!into) return "";
    return into === REST ? words("call-resting") : `${words("call-interprets")} ${words(`call-in-${into}`)}`;
  }

  // Who hears this person, and what their microphone says, where it is not everybody.
  heardBy() {
    return this.into && !this.rests ? `${words("call-heard-into")} ${words(`call-in-${this.into}`)}` : "";
  }

  saysOf(open) {
    if (this.rests) return words("call-rests");
    return this.into && open ? `${words("call-into")} ${words(`call-in-${this.into}`)}` : "";
  }
}

function button(language) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.dataset.language = language;
  made.textContent = language ? words(`call-in-${language}`) : words("call-original");
  if (language) made.lang = language;
  return made;
}

// Telephones of Apple let no page set the loudness of a sound.
function canQuiet() {
  const tried = new Audio();
  tried.volume = FLOOR;
  return tried.volume < 1;
}
