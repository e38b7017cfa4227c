// Whoever only listens touches nothing, and a computer of staff that nobody touches locks itself, voice and all
// (bitim/js/lock.js). A minute before, the page asks, to be seen and to be heard; one press, or any other, keeps it
// awake. When it locks nevertheless, the page says why the voice ended and how to come back.
//   const staying = watchLock({ locked, heard }); staying.ask();
// `locked()`: the voice ends here; `heard()`: whether the person is in the meeting by voice on this page.
const TONE = { HERTZ: 660, SECONDS: 0.18, LOUD: 0.08 };
const ANSWER_MS = 10000; // in which the house says whether it has locked
const by = (id) => document.getElementById(id);

export function watchLock({ locked, heard }) {
  const still = by("call-still");
  const title = { asked: "", before: "" };
  let ended = false;

  function asks(does) {
    if (!still || still.hidden !== does) return;
    still.hidden = !does;
    if (does) {
      title.before = document.title;
      document.title = title.asked = still.querySelector("strong").textContent;
      sounds();
    } else if (document.title === title.asked) document.title = title.before;
  }

  window.addEventListener("lock:near", ({ detail }) => asks(detail.ms > 0 && heard()));
  window.addEventListener("lock:shown", () => {
    asks(false);
    if (!heard() && !ended) return;
    locked();
    by("call-return").hidden = false;
  });
  by("call-back")?.addEventListener("click", () => window.location.reload());

  return {
    // The house has put this page out: because it has locked, perhaps. Then the cover comes and says so.
    ask() {
      ended = Boolean(still);
      window.setTimeout(() => (ended = false), ANSWER_MS);
      window.dispatchEvent(new Event("lock:ask"));
    },
  };
}

// Two short tones, for this person alone.
function sounds() {
  const audio = new AudioContext();
  const loud = audio.createGain();
  loud.gain.value = TONE.LOUD;
  loud.connect(audio.destination);
  for (const at of [0, 2 * TONE.SECONDS]) {
    const tone = audio.createOscillator();
    tone.frequency.value = TONE.HERTZ;
    tone.connect(loud);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + TONE.SECONDS);
    if (at) tone.addEventListener("ended", () => audio.close());
  }
}
