// Lines from this browser to each other one of the same epoch; nothing of one epoch lives on in the next.
//   const mesh = new Mesh({ me, epoch, media }, { send, heard }); mesh.meet(here); mesh.signal(from, n, d);
//   mesh.speak(track); mesh.show(track); mesh.spare(no); mesh.lite(on); mesh.told(id, state); mesh.renew(media); mesh.close();
// Of two, the one whose name stands first in the order of letters offers: they never offer at once.

import { voiced } from "./lite.js";
import { plain, send as sendPicture } from "./pictures.js";

export class Mesh {
  constructor({ me, epoch, media }, { send, heard, seen }) {
    Object.assign(this, { me, epoch, media, send, heard, seen });
    this.links = new Map();
    this.track = null;
    this.picture = null;
    this.thin = false;
    this.closed = false;
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
    const link = { id, n, peer, early: [], weak: false };
    this.links.set(id, link);
    peer.addEventListener("icecandidate", ({ candidate }) => candidate && this.say(link, candidate.toJSON()));
    peer.addEventListener("track", ({ track }) => !this.closed && this[track.kind === "audio" ? "heard" : "seen"](id, track));
    peer.addEventListener("connectionstatechange", () => {
      // The line between two broke though both are there: whoever offers tries again.
      if (peer.connectionState === "failed" && this.me < id && !this.closed) this.after(link, () => this.offer(link, true));
    });
    return link;
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
    for (const id of [...this.links.keys()]) this.end(id);
    this.closed = true;
  }
}
