// The meeting by voice. The server alone says where this person is; the page only follows, always in this order:
// silence -> stop -> close -> join -> the server confirms who is there -> the page says where -> voice.
import { words } from "../bitim/js/words.js";
import { Captions } from "./captions.js";
import { Channel } from "./channel.js";
import { Interpreting } from "./interpreting.js";
import { lines } from "./lines.js";
import { called, standing } from "./names.js";
import { watchParts } from "./parts.js";
import { inside, whyNot } from "./permission.js";
import { Camera, Pictures, put } from "./pictures.js";
import { Renewal } from "./renewal.js";
import { Spoken } from "./spoken.js";
import { watchLock } from "./staying.js";
import { Thin } from "./thin.js";

const by = (id) => document.getElementById(id);
const box = by("call");
const KNOWN = ["joint", "caucus", "team", "corridor"];

const parts = watchParts(box.dataset.parts);
const mine = { stream: null, open: false, listens: false };
const spoken = new Spoken(by("call-spoken"));
const renewal = new Renewal(() => mesh && send({ t: "ice", epoch: mesh.epoch }));
const interpreting = new Interpreting({
  voices: by("call-voices"),
  silenced() {
    mine.open = false;
    tellState();
  },
  goesOn: () => tellState(),
});
const captions = new Captions((frame) => send(frame));
const pictures = new Pictures(by("call-pictures"));
const camera = new Camera(() => {
  if (!begun) return put(by("call-own"), camera.track);
  if (camera.track && thin.dark) return camera.close();
  mesh?.show(camera.track);
  tellState();
});
const thin = new Thin({
  peers: () => mesh?.peers() ?? [],
  sees: () => [...states.values()].some((one) => one.cam),
  shows: () => Boolean(camera.track),
  changed() {
    mesh?.spare(thin.unseen);
    tellState();
  },
});
let mesh, place, states = new Map(), begun = false;
let instead = ""; // what is said in the place of where one is: led elsewhere, the line lost, out
let asked = 0; // how often the microphone was asked for or given back

// --- the microphone of this browser ---------------------------------------------------------------------

const track = () => mine.stream?.getAudioTracks()[0] ?? null;

function silence() {
  if (track()) track().enabled = false;
}

async function takeMicrophone() {
  const turn = (asked += 1);
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  // The browser may ask for a long time: whoever chose otherwise meanwhile, or is out, opens no microphone late.
  if (turn !== asked) return stream.getTracks().forEach((one) => one.stop());
  mine.stream = stream;
  silence();
  track().addEventListener("ended", () => mine.stream === stream && loseMicrophone());
  track().addEventListener("mute", () => mine.stream === stream && shut()); // a telephone that rings takes it away
  watchLevel();
}

function shut() {
  if (!mine.open) return;
  mine.open = false;
  tellState();
}

// Pulled out, or taken back in the settings of the browser: the next press asks for it, or for another one, anew.
function loseMicrophone() {
  closeMicrophone();
  mine.open = false;
  mesh?.speak(null);
  by("call-said").textContent = whyNot();
  tellState();
}

async function takeMicrophoneAgain() {
  by("call-said").textContent = "";
  await takeMicrophone().catch((error) => (by("call-said").textContent = whyNot(error)));
  if (track()) mesh?.speak(track());
}

function closeMicrophone() {
  asked += 1;
  window.clearInterval(mine.looking);
  mine.audio?.close();
  mine.audio = null;
  for (const stream of [mine.stream, mine.copy]) stream?.getTracks().forEach((one) => one.stop());
  mine.stream = mine.copy = null;
}

function watchLevel() {
  const audio = (mine.audio = new AudioContext());
  const meter = audio.createAnalyser();
  const copy = mine.stream.clone(); // silenced for the others, the level still shows that the microphone works
  mine.copy = copy;
  copy.getAudioTracks().forEach((one) => (one.enabled = true));
  audio.createMediaStreamSource(copy).connect(meter);
  const pieces = new Float32Array(meter.fftSize);
  mine.looking = window.setInterval(() => {
    meter.getFloatTimeDomainData(pieces);
    const loud = Math.sqrt(pieces.reduce((sum, one) => sum + one * one, 0) / pieces.length);
    for (const one of document.querySelectorAll("meter[data-level]")) one.value = Math.min(1, loud * 4);
    spoken.hear(loud, mine.open && Boolean(mesh));
  }, 150);
}

// --- what is heard ----------------------------------------------------------------------------------------

// One element of sound for each person, kept as long as they are there: browsers of phones forget a new one.
function heard(id, sound) {
  const known = by("call-voices").querySelector(`[data-from="${CSS.escape(id)}"]`);
  if (!sound) {
    known?.pause();
    if (known) known.srcObject = null;
    return known?.remove();
  }
  const player = known ?? document.createElement("audio");
  player.dataset.from = id;
  player.autoplay = true;
  player.srcObject = new MediaStream([sound]);
  if (!known) by("call-voices").append(player);
  interpreting.hear(player);
  player.play().catch(() => {}); // the button "I hear nothing" tries again
}

// What carries the voices is gone or back; or to somebody here there is no line (`parted`), or again.
function down(is) {
  by("call-down").hidden = !is;
  show();
}

function hearAgain() {
  for (const player of by("call-voices").children) {
    const { srcObject } = player;
    player.srcObject = null;
    player.srcObject = srcObject;
    player.play().catch(() => {});
  }
}

// Who is here and to whom a line stands, or is about to.
const reached = (id) => states.has(id) && !mesh?.parted?.has(id);

// A seat to listen from: an observer's, or a supporter's whom not every side lets speak. The server says whose it is.
const sits = () => mine.listens || Boolean(place?.people?.find((one) => one.me)?.listens);

// --- where one is -----------------------------------------------------------------------------------------

function leaveRoom() {
  silence();
  renewal.stop();
  mesh?.close();
  mesh = undefined;
  states = new Map();
  by("call-down").hidden = true;
}

function seen(id, track) {
  pictures.seen(id, track);
  show();
}

function goTo(told) {
  camera.close(); // nobody is seen in a room that they have not shown themselves to
  leaveRoom();
  place = told;
  mine.open = false;
  instead = told.epoch ? "call-moving" : "";
  show();
  if (told.epoch) {
    mesh = lines(told, { send, heard, seen, down });
    mesh.speak(track());
    renewal.after(told.media);
    thin.anew();
    mesh.spare(thin.unseen);
    follow();
    send({ t: "ready", epoch: told.epoch });
    if (thin.unseen) tellState();
  }
}

function meet(frame) {
  if (!mesh || frame.epoch !== mesh.epoch) return;
  // Nobody comes in unseen: whoever is new is told of before a line to them begins.
  const fresh = frame.here.some((one) => one.id !== mesh.me && !states.has(one.id));
  by("call-said").textContent = fresh ? words("call-told") : "";
  states = new Map(frame.here.map((one) => [one.id, one.state]));
  instead = "";
  follow();
  show();
  mesh.meet(frame.here);
}

// The thinnest line of the room sets how everybody there goes on.
function follow() {
  thin.follow(states, place?.people ?? []);
  mesh?.lite(thin.lite);
  if (thin.dark && camera.track) camera.close();
}

function tellState() {
  follow();
  if (track()) track().enabled = mine.open && Boolean(mesh) && !interpreting.rests && !sits();
  if (mesh) send({ t: "state", epoch: mesh.epoch, d: { mic: mine.open, cam: Boolean(camera.track), ...thin.state } });
  show();
}

function show() {
  interpreting.take(place, states, mine.open);
  captions.take(place);
  const room = place?.room ?? "waiting";
  const people = place?.people ?? [];
  const beside = place?.beside ?? [];
  by("call-place").dataset.room = KNOWN.includes(room) && !instead ? room : "";
  const say = words(instead || `call-${room}`);
  by("call-room").textContent = say;
  const all = [...people, ...beside];
  const linked = people.filter((one) => !one.me && reached(one.id)); // who is here and has no line hears nobody, the list says so
  const others = [...linked.map((one) => called(one, all)), ...beside.map((one) => `${called(one, all)} (${words(`call-way-${one.way}`)})`)];
  const who = others.length ? `${words("call-with")} ${others.join(", ")}` : people.length > 1 ? "" : words("call-nobody");
  const named = interpreting.rests ? "" : interpreting.heardBy() || who;
  by("call-who").textContent = place?.epoch && !instead && by("call-down").hidden ? named : ""; // never names who hears when nobody does
  const rows = people.map((one) => row({ ...one, said: [interpreting.of(one), captions.of(one)], here: one.me || reached(one.id) }));
  by("call-people").replaceChildren(...rows);
  pictures.show(people.map((one) => ({ ...one, name: called(one, all) })), (id) => !thin.unseen && states.get(id)?.cam, begun ? camera.track : null);
  by("call-camera").hidden = sits() || !place?.epoch || thin.dark;
  by("call-camera").setAttribute("aria-pressed", String(Boolean(camera.track)));
  by("call-camera").querySelector("span").textContent = words(camera.track ? "call-hide" : "call-show");
  by("call-thin").hidden = !place?.epoch;
  by("call-mute").hidden = sits() || !place?.epoch;
  by("call-deaf").hidden = !place?.epoch;
  by("call-mute").setAttribute("aria-pressed", String(mine.open));
  by("call-mute").querySelector("span").textContent = words(mine.open ? "call-mute" : "call-unmute");
  by("call-level").toggleAttribute("data-silent", !mine.open);
  by("call-mic").textContent = (!sits() && interpreting.saysOf(mine.open)) || words(sits() ? "call-listens" : mine.open ? "call-open" : "call-silent");
  document.title = say || document.title;
}

function row({ name, me, role, side, nth, hand, turn, here, said }) {
  const item = document.createElement("li");
  const label = document.createElement("bdi");
  label.textContent = name;
  item.append(label, me ? ` (${words("call-you")})` : "");
  const away = here ? "" : words("call-away");
  for (const one of [standing({ role, side, nth }), ...said, turn || hand ? words(turn ? "call-turn" : "call-hand") : "", away].filter(Boolean)) {
    item.append(Object.assign(document.createElement("small"), { textContent: one }));
  }
  item.dataset.here = String(Boolean(here));
  return item;
}

// --- the channel ------------------------------------------------------------------------------------------

const channel = new Channel(box.dataset.channel, {
  takes(frame) {
    TAKES[frame.t]?.(frame);
    parts.heed(frame);
    if (frame.room) spoken.take(Boolean(frame.measured && frame.epoch), frame.t === "place");
  },
  lost() {
    gone("call-lost"); // nobody hears a person whose place nobody can vouch for
  },
  refused: putOut,
});
const staying = watchLock({ locked: () => end("call-locked"), heard: () => begun && !channel.over });

// Whoever lost their word is heard no more (interpreting.js plays nothing of them): their own browser is silent too.
function quieten() {
  if (!sits() || !(mine.open || camera.track)) return;
  mine.open = false;
  camera.close();
  tellState();
}

function send(frame) {
  channel.send(frame);
}

const TAKES = {
  place: (frame) => goTo(frame),
  told(frame) {
    place = { ...place, ...frame };
    quieten();
    show();
  },
  roster: (frame) => meet(frame),
  signal: (frame) => frame.epoch === mesh?.epoch && mesh.signal(frame.from, frame.n, frame.d),
  ice(frame) {
    if (frame.epoch !== mesh?.epoch) return;
    mesh.renew(frame.media);
    renewal.after(frame.media);
  },
  state(frame) {
    if (frame.epoch !== mesh?.epoch) return;
    states.set(frame.from, frame.d);
    follow();
    mesh.told(frame.from, frame.d);
    show();
  },
  caption: (frame) => captions.line(frame),
  elsewhere: () => end("call-elsewhere"),
  out: putOut,
};

// In no room, as far as this page knows: whatever is pressed meanwhile, it says so and names nobody who hears.
function gone(why) {
  instead = why;
  by("call-said").textContent = "";
  place = undefined;
  mine.open = false;
  leaveRoom();
  camera.close();
  show();
}

function end(why) {
  channel.close();
  closeMicrophone();
  gone(why);
  spoken.take(false);
  captions.end();
  by("call-tools").hidden = true;
  if (why === "call-out") parts.clear(); // nothing of the meeting stays on a screen that is not in it
}

function putOut() {
  end("call-out");
  staying.ask();
}

async function openCamera() {
  await camera.open().catch(() => {
    by("call-said").textContent = words("call-nocamera");
  });
}

async function begin(listens) {
  if (begun) return;
  camera.close();
  begun = true;
  if (listens) closeMicrophone();
  mine.listens = listens;
  if (!listens && !track()) {
    try {
      await takeMicrophone();
    } catch (error) {
      by("call-said").textContent = whyNot(error); // the next press on the microphone asks anew
    }
  }
  by("call-begin").hidden = true;
  by("call-tools").hidden = false;
  show();
  channel.open();
}

by("call-begin").hidden = false;
by("call-inside").hidden = !inside();
by("call-inside").textContent = words("call-mic-inside");
by("call-begin").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-begin]");
  if (button) begin(button.dataset.begin === "listen");
});
by("call-camera").addEventListener("click", () => (camera.track ? camera.close() : openCamera()));
by("call-without").addEventListener("click", () => {
  camera.close();
  begin(false);
});
by("call-try").addEventListener("click", async () => {
  if (begun) return;
  by("call-check").hidden = false;
  by("call-try").hidden = true;
  await Promise.allSettled([track() ?? takeMicrophone(), openCamera()]);
  by("call-own").hidden = !camera.track;
});
by("call-mute").addEventListener("click", async () => {
  const here = mesh;
  if (!track()) await takeMicrophoneAgain();
  if (!track() || mesh !== here) return; // led elsewhere meanwhile: nobody is heard there who has not asked for it
  mine.open = !mine.open;
  tellState();
});
by("call-deaf").addEventListener("click", hearAgain);
// Whoever presses to go, or leaves the page, is heard no more, however long the line takes to say so.
document.querySelector("button[value=leave]").form.addEventListener("submit", () => end("call-out"));
window.addEventListener("pagehide", () => end("call-out"));
window.addEventListener("pageshow", ({ persisted }) => persisted && window.location.reload());
