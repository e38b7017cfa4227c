// What the lines of this page carry and lose, by the browser's own count (getStats).
//   const meter = new Meter(); const lines = await meter.look(groups); meter.bytes;
// `groups`: connections that make one line together; for each one line { loss, late, jitter } as ladder.js wants it.
// A voice that its own speaker's line has torn comes torn to everybody: of several that come, the best one counts.
const HEADERS = 28; // UDP and IPv4, which the browser does not count
const ENOUGH = 20; // packets, before a share of them says anything
const STALE_MS = 10000;

export class Meter {
  constructor() {
    this.bytes = 0;
    this.known = new WeakMap();
  }

  async look(groups, now = performance.now()) {
    const lines = [];
    for (const group of groups) {
      const found = [];
      for (const peer of group) if (peer?.connectionState === "connected") found.push(await this.one(peer, now));
      if (found.length) lines.push(joined(found));
    }
    return lines;
  }

  async one(peer, now) {
    const all = await peer.getStats();
    const known = this.known.get(peer) ?? { bytes: 0, streams: new Map() };
    this.known.set(peer, known);
    const line = { come: [], go: [], late: [], jitter: [] };
    for (const one of all.values()) {
      if (one.type === "transport") {
        const bytes = one.bytesSent + one.bytesReceived + HEADERS * (one.packetsSent + one.packetsReceived);
        this.bytes += Math.max(0, bytes - known.bytes);
        known.bytes = bytes;
        line.late.push(all.get(one.selectedCandidatePairId)?.currentRoundTripTime);
      } else if (one.type === "inbound-rtp") {
        line.come.push(share(known.streams, one.id, one.packetsReceived + one.packetsLost, one.packetsLost, now));
        if (one.kind === "audio") line.jitter.push(one.jitter);
      } else if (one.type === "remote-inbound-rtp") {
        const sent = all.get(one.localId)?.packetsSent;
        line.go.push(share(known.streams, one.id, sent, one.packetsLost, now, one.timestamp));
      }
    }
    return line;
  }
}

// The share of packets lost since the last time that there were enough of them; null when that is long ago.
function share(streams, id, sent, lost, now, said = now) {
  const one = streams.get(id) ?? { sent, lost, said, share: null, at: now };
  streams.set(id, one);
  if (sent - one.sent >= ENOUGH && said !== one.said) {
    const part = Math.min(1, Math.max(0, lost - one.lost) / (sent - one.sent));
    Object.assign(one, { sent, lost, said, share: part, at: now });
  }
  return now - one.at > STALE_MS ? null : one.share;
}

function joined(found) {
  const of = (what) => found.flatMap((one) => one[what]).filter((one) => Number.isFinite(one));
  const least = (what) => (of(what).length ? Math.min(...of(what)) : null);
  const most = (values) => (values.length ? Math.max(...values) : null);
  return { loss: most([...of("go"), ...(of("come").length ? [least("come")] : [])]), late: most(of("late")), jitter: least("jitter") };
}
