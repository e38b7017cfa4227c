// A voice note: records into the form's own file input. Without a microphone or a recorder the input stays as it is.
// <div class="recorder" data-voice="#input" data-limit="300"> with children marked
//   data-voice-start, data-voice-stop, data-voice-clear (buttons), data-voice-state (text, read out), data-voice-time
//   (how long, not read out), data-voice-play (audio). A form that is sent while recording waits for the recording.
// Words: <meta name="words-voice-on|voice-kept|voice-closed">.
import { words } from "./words.js";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export function watchVoice(root) {
  if (!window.MediaRecorder || !navigator.mediaDevices) return;
  root.querySelectorAll("[data-voice]").forEach(one);
}

function one(box) {
  const part = (name) => box.querySelector(`[data-voice-${name}]`);
  const input = document.querySelector(box.dataset.voice);
  const limit = Number(box.dataset.limit || 300) * 1000;
  const kind = KINDS.find((name) => MediaRecorder.isTypeSupported(name));
  let recorder, stream, clock, asking = false, sending = null;
  if (!input || !kind) return;
  box.hidden = false;

  function show(state, sentence) {
    box.dataset.state = state;
    part("start").hidden = state === "on";
    part("stop").hidden = state !== "on";
    part("clear").hidden = state !== "kept";
    part("play").hidden = state !== "kept";
    part("state").textContent = sentence;
    part("time").textContent = "";
  }

  const recording = () => recorder?.state === "recording";

  function keep(pieces) {
    stream.getTracks().forEach((track) => track.stop());
    window.clearInterval(clock);
    const file = new File(pieces, `voice.${kind.includes("mp4") ? "m4a" : kind.includes("ogg") ? "ogg" : "webm"}`, { type: kind.split(";")[0] });
    const carrier = new DataTransfer();
    carrier.items.add(file);
    input.files = carrier.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    part("play").src = URL.createObjectURL(file);
    show("kept", words("voice-kept"));
    if (sending) input.form.requestSubmit(sending.button);
    sending = null;
  }

  // Before anybody else hears of it: the recording is ended, and what was said goes with the form.
  document.addEventListener("submit", (event) => {
    if (event.target !== input.form || !recording()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sending = { button: event.submitter };
    recorder.stop();
  }, { capture: true });

  part("start").addEventListener("click", async () => {
    if (asking || recording()) return;
    asking = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return show("closed", words("voice-closed"));
    } finally {
      asking = false;
    }
    const pieces = [];
    const began = performance.now();
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => keep(pieces), { once: true });
    recorder.start();
    show("on", words("voice-on"));
    clock = window.setInterval(() => {
      const passed = performance.now() - began;
      part("time").textContent = `${Math.floor(passed / 60000)}:${String(Math.floor(passed / 1000) % 60).padStart(2, "0")}`;
      if (passed > limit && recording()) recorder.stop();
    }, 500);
    part("stop").focus();
  });
  part("stop").addEventListener("click", () => recording() && recorder.stop());
  part("clear").addEventListener("click", () => {
    input.value = "";
    URL.revokeObjectURL(part("play").src);
    part("play").removeAttribute("src");
    show("ready", "");
    part("start").focus();
  });
  show("ready", "");
}
