// Two lines from this browser to the media server of the house: one out, for its own voice, one in, for all the others.
// The same words as mesh.js: new Sfu({ me, epoch, media }, { send, heard, down }); meet, signal, speak, show, spare, lite, told, renew, close.
// Only the house is listened to; it says `come` (begin, anew if need be), `published`, `listen` and `down`.
import { voiced } from "./lite.js";
import { plain, send as sendPicture } from "./pictures.js";

const HOUSE = "house";

export class Sfu {
  constructor({ me, epoch, media }, { send, heard, seen, down }) {
    Object.assign(this, { me, epoch, media, send, heard, seen, down });
    this.here = new Set();
    this.whose = {}; // part of the line in -> whose voice it is
    this.coming = { audio: new Map(), video: new Map() };
    this.track = null;
    this.picture = null;
    this.spared = false;
    this.thin = false;
    this.closed = false;
  }

  // Nobody is heard before the page has named them.
  meet(here) {
    this.here = new Set(here.map((one) => one.id).filter((id) => id !== this.me));
    this.play();
  }

  async signal(from, n, d) {
    if (from !== HOUSE || this.closed) return;
    await this.after(() => this.take(d));
  }

  after(next) {
    this.turn = (this.turn ?? Promise.resolve()).then(next).catch(() => this.again());
    return this.turn;
  }

  async take(d) {
    if (this.closed) return;
    if (d.do === "down") {
      this.drop();
      this.down(true);
    } else if (d.do === "come") {
      this.drop();
      this.down(false);
      this.come = true;
      if (this.spared) this.spare(true);
      await this.publish();
    } else if (d.do === "published") {
      this.answer = d.sdp;
      await this.out?.setRemoteDescription({ type: "answer", sdp: voiced(d.sdp, this.thin) });
      await this.show(this.picture);
    } else if (d.do === "listen") {
      await this.listen(d);
    }
  }

  say(d) {
    if (!this.closed) this.send({ t: "signal", epoch: this.epoch, to: HOUSE, d });
  }

  again() {
    if (!this.come) return;
    this.come = false;
    this.say({ do: "again" });
  }

  line(of) {
    const peer = new RTCPeerConnection(this.ways());
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.candidate && this[of] === peer) this.say({ do: "trickle", of, candidate: candidate.toJSON() });
    });
    peer.addEventListener("connectionstatechange", () => {
      if (peer.connectionState === "failed" && this[of] === peer) this.again();
    });
    this[of] = peer;
    return peer;
  }

  async publish() {
    if (!this.track || !this.come || this.out) return;
    const peer = this.line("out");
    peer.addTransceiver(this.track, { direction: "sendonly" });
    plain(peer.addTransceiver("video", { direction: "sendonly" }));
    await peer.setLocalDescription(await peer.createOffer());
    this.say({ do: "publish", sdp: peer.localDescription.sdp });
  }

  async listen({ sdp, from }) {
    const peer = this.in ?? this.line("in");
    this.whose = from;
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription(await peer.createAnswer());
    this.say({ do: "answer", sdp: peer.localDescription.sdp });
    this.play();
  }

  play() {
    const now = { audio: new Map(), video: new Map() };
    for (const { mid, currentDirection, receiver } of this.in?.getTransceivers() ?? []) {
      const id = this.whose[mid];
      if (this.here.has(id) && currentDirection !== "inactive") now[receiver.track.kind].set(id, receiver.track);
    }
    const before = this.coming;
    this.coming = now;
    for (const [kind, tell] of [["audio", this.heard], ["video", this.seen]]) {
      for (const id of before[kind].keys()) if (!now[kind].has(id)) tell(id, null);
      for (const [id, track] of now[kind]) if (before[kind].get(id) !== track) tell(id, track);
    }
  }

  async speak(track) {
    this.track = track;
    if (!this.out) return this.publish();
    await this.out.getTransceivers()[0].sender.replaceTrack(track);
  }

  async show(track) {
    this.picture = track;
    const way = this.out?.getTransceivers()[1];
    if (way) await sendPicture(way.sender, track);
  }

  // Want no pictures: the media server sends none.
  spare(no) {
    this.spared = no;
    if (this.come) this.say({ do: "pictures", on: !no });
  }

  // The voice in its thinnest form, or as always: the media server passes on whatever comes.
  lite(on) {
    if (this.thin === on) return;
    this.thin = on;
    this.after(() => this.recast());
  }

  async recast() {
    if (!this.answer || this.out?.signalingState !== "stable") return;
    await this.out.setLocalDescription(await this.out.createOffer());
    await this.out.setRemoteDescription({ type: "answer", sdp: voiced(this.answer, this.thin) });
  }

  peers() {
    return [[this.out, this.in]];
  }

  told() {}

  renew(media) {
    this.media = media;
    for (const peer of [this.out, this.in]) peer?.setConfiguration(this.ways());
  }

  ways() {
    return { iceServers: this.media.servers, iceTransportPolicy: this.media.policy };
  }

  drop() {
    for (const peer of [this.out, this.in]) peer?.close();
    this.out = this.in = this.answer = undefined;
    this.come = false;
    this.whose = {};
    this.play();
  }

  close() {
    this.drop();
    this.closed = true;
  }
}
