// Lines from this browser to each other one of the same epoch; nothing of one epoch lives on in the next.
//   const mesh = new Mesh({ me, epoch, media }, { send, heard }); mesh.meet(here); mesh.signal(from, n, d);
//   mesh.speak(track); mesh.show(track); mesh.spare(no); mesh.lite(on); mesh.told(id, state); mesh.renew(media); mesh.close();
// Of two, the one whose name stands first in the order of letters offers: they never offer at once.
// A line that does not stand is tried again and again. `parted`: to whom it has not stood for some seconds, though they
// are there; `down(is)`: to nobody, and the relay gives no place to begin from: it is that which does not answer.

import { voiced } from "./lite.js";
import { plain, send as sendPicture } from "./pictures.js";

const LOOK_MS = 1000;
const LATE_MS = 8000; // a line that was cut for a moment stands again by then
const AGAIN_MS = 15000; // between two tries
const FAILED_MS = 3000; // the same, when the browser says that it has given one up

export class Mesh {
  constructor({ me, epoch, media }, { send, heard, seen, down }) {
    Object.assign(this, { me, epoch, media, send, heard, seen, down });
    this.links = new Map();
    this.track = null;
    this.picture = null;
    this.thin = false;
    this.closed = false;
    this.parted = new Set();
    this.isDown = false;
    this.looks = window.setInterval(() => this.look(), LOOK_MS);
  }

  // Everybody who is ready now: links to those who went end, to those who came begin.
  meet(here) {
    const now = new Map(here.filter((one) => one.id !== this.me).map((one) => [one.id, one.n]));
    for (const [id, link] of this.links) if (now.get(id) !== link.n) this.end(id);
    for (const [id, n] of now) {
      if (this.links.has(id)) continue;
      const link = this.begin(id, n);
      if (this.me < id) this.offer(link);
    }
    for (const { id, state } of here) this.told(id, state);
  }

  // What somebody says of themselves: to whom wants no pictures, none is sent.
  told(id, state) {
    const link = this.links.get(id);
    if (!link || link.weak === Boolean(state.weak)) return;
    link.weak = Boolean(state.weak);
    this.put(link);
  }

  // Want no pictures: the state tells it to the others.
  spare() {}

  // Voices in their thinnest form, or as always. Both ends know it by what is said of states; each changes its own.
  lite(on) {
    if (this.thin === on) return;
    this.thin = on;
    for (const link of this.links.values()) this.after(link, () => this.recast(link));
  }

  async recast(link) {
    const { peer, remote } = link;
    if (!remote || peer.signalingState !== "stable") return; // what comes is taken in the form of then
    const d = { type: remote.type, sdp: voiced(remote.sdp, this.thin) };
    if (d.type === "answer") await peer.setLocalDescription(await peer.createOffer());
    await peer.setRemoteDescription(d);
    if (d.type === "offer") await peer.setLocalDescription(await peer.createAnswer());
  }

  // Each line's connections: ladder.js judges line by line.
  peers() {
    return [...this.links.values()].map((link) => [link.peer]);
  }

  begin(id, n) {
    const peer = new RTCPeerConnection(this.ways());
    const now = performance.now();
    const link = { id, n, peer, early: [], weak: false, broken: now, tried: now, places: 0 };
    this.links.set(id, link);
    peer.addEventListener("icegatheringstatechange", () => peer.iceGatheringState === "gathering" && (link.places = 0));
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (!candidate) return;
      if (candidate.candidate) link.places += 1;
      this.say(link, candidate.toJSON());
    });
    peer.addEventListener("track", ({ track }) => !this.closed && this[track.kind === "audio" ? "heard" : "seen"](id, track));
    peer.addEventListener("connectionstatechange", () => {
      link.broken = peer.connectionState === "connected" ? 0 : link.broken || performance.now();
      if (peer.connectionState === "failed") this.again(link, FAILED_MS);
      this.look();
    });
    return link;
  }

  // The line between two does not stand though both are there: whoever offers tries again.
  again(link, patience) {
    const now = performance.now();
    if (this.closed || !(this.me < link.id) || now - Math.max(link.tried, link.broken) < patience) return;
    link.tried = now;
    this.after(link, () => this.offer(link, true));
  }

  look() {
    if (this.closed) return;
    const late = performance.now() - LATE_MS;
    const links = [...this.links.values()];
    for (const link of links) if (link.broken) this.again(link, AGAIN_MS);
    const parted = links.filter(({ broken }) => broken && broken <= late);
    const inVain = ({ peer, places }) => !places && peer.iceGatheringState !== "new";
    const isDown = parted.length > 0 && parted.length === links.length && parted.every(inVain);
    const names = parted.map(({ id }) => id);
    if (isDown === this.isDown && names.join() === [...this.parted].join()) return;
    Object.assign(this, { isDown, parted: new Set(names) });
    this.down(isDown);
  }

  say(link, d) {
    if (!this.closed && this.links.get(link.id) === link) this.send({ t: "signal", epoch: this.epoch, to: link.id, d });
  }

  async offer(link, again = false) {
    if (!again) {
      link.peer.addTransceiver("audio", { direction: "sendrecv" });
      plain(link.peer.addTransceiver("video", { direction: "sendrecv" }));
    }
    await this.put(link);
    if (link.peer.signalingState === "closed") return; // they went meanwhile
    const offer = await link.peer.createOffer({ iceRestart: again });
    if (link.peer.signalingState === "closed") return;
    await link.peer.setLocalDescription(offer);
    this.say(link, { type: "offer", sdp: link.peer.localDescription.sdp });
  }

  async signal(from, n, d) {
    const link = this.links.get(from);
    if (!link || link.n !== n || this.closed) return;
    await this.after(link, () => this.take(link, d));
  }

  // One thing after the other on each line.
  after(link, next) {
    link.turn = (link.turn ?? Promise.resolve()).then(next).catch(() => {});
    return link.turn;
  }

  async take(link, d) {
    const { peer } = link;
    if (this.closed || peer.signalingState === "closed") return;
    if (!d.type) {
      if (!peer.remoteDescription) return void link.early.push(d);
      return peer.addIceCandidate(d);
    }
    if (d.type === "offer" && this.me < link.id) return; // it is ours to offer
    await peer.setRemoteDescription({ type: d.type, sdp: voiced(d.sdp, this.thin) });
    link.remote = d;
    for (const candidate of link.early.splice(0)) await peer.addIceCandidate(candidate);
    if (d.type !== "offer") return void (await this.put(link));
    for (const way of peer.getTransceivers()) way.direction = "sendrecv";
    await this.put(link);
    await peer.setLocalDescription(await peer.createAnswer());
    this.say(link, { type: "answer", sdp: peer.localDescription.sdp });
  }

  // New names and passwords for the relay: for whatever begins from now on.
  renew(media) {
    this.media = media;
    for (const { peer } of this.links.values()) peer.setConfiguration(this.ways());
  }

  ways() {
    return { iceServers: this.media.servers, iceTransportPolicy: this.media.policy };
  }

  // The microphone of this browser, for everybody; null sends nothing.
  async speak(track) {
    this.track = track;
    await Promise.all([...this.links.values()].map((link) => this.put(link)));
  }

  // Its camera, in the same way.
  async show(track) {
    this.picture = track;
    await Promise.all([...this.links.values()].map((link) => this.put(link)));
  }

  async put(link) {
    for (const { receiver, sender } of link.peer.getTransceivers()) {
      if (receiver.track.kind === "video") await sendPicture(sender, link.weak ? null : this.picture);
      else if (sender.track !== this.track) await sender.replaceTrack(this.track);
    }
  }

  end(id) {
    const link = this.links.get(id);
    if (!link) return;
    this.links.delete(id);
    link.peer.close();
    this.heard(id, null);
    this.seen(id, null);
  }

  close() {
    window.clearInterval(this.looks);
    for (const id of [...this.links.keys()]) this.end(id);
    this.closed = true;
  }
}
