// Pictures of the people in a room, small, and the camera of this browser. A camera is open only while its owner shows
// themselves: closed again, its light goes out. No picture is larger than 360 lines, none takes more than 250 kbit/s.
const SIZE = { width: { ideal: 480, max: 640 }, height: { ideal: 270, max: 360 }, frameRate: { ideal: 12, max: 15 } };
const MOST_BITS = 250_000;

export class Camera {
  constructor(changed) {
    this.changed = changed;
    this.track = null;
    this.wanted = null;
  }

  async open() {
    if (this.wanted) return;
    const turn = (this.wanted = {});
    const stream = await navigator.mediaDevices.getUserMedia({ video: SIZE }).catch((fault) => {
      if (this.wanted === turn) this.wanted = null;
      throw fault;
    });
    const [track] = stream.getVideoTracks();
    if (this.wanted !== turn) return track.stop(); // closed again while the browser was asking
    this.track = track;
    track.addEventListener("ended", () => this.close());
    this.changed();
  }

  close() {
    const { track } = this;
    this.track = null;
    this.wanted = null;
    if (!track) return;
    track.stop();
    this.changed();
  }
}

export class Pictures {
  constructor(box) {
    this.box = box;
    this.tracks = new Map();
  }

  seen(id, track) {
    if (track) this.tracks.set(id, track);
    else this.tracks.delete(id);
  }

  // Whoever shows themselves: `people` as the page lists them, `shows(id)`, `own` the camera of this browser or null.
  show(people, shows, own) {
    const now = new Map();
    for (const { id, name, me } of people) {
      const track = me ? own : shows(id) ? this.tracks.get(id) : null;
      if (track) now.set(id, { name, track });
    }
    for (const figure of [...this.box.children]) {
      const kept = now.get(figure.dataset.of);
      if (kept?.track !== figure.firstChild.srcObject?.getVideoTracks()[0]) forget(figure);
    }
    for (const [id, { name, track }] of now) {
      if (!this.box.querySelector(`[data-of="${CSS.escape(id)}"]`)) this.box.append(picture(id, name, track));
    }
    this.box.hidden = !this.box.children.length;
  }
}

export function put(video, track) {
  video.srcObject = track ? new MediaStream([track]) : null;
  if (track) video.play().catch(() => {});
}

function picture(id, name, track) {
  const figure = document.createElement("figure");
  figure.dataset.of = id;
  const video = document.createElement("video");
  Object.assign(video, { muted: true, autoplay: true, playsInline: true });
  put(video, track);
  const label = document.createElement("figcaption");
  label.append(Object.assign(document.createElement("bdi"), { textContent: name }));
  figure.append(video, label);
  return figure;
}

function forget(figure) {
  figure.firstChild.srcObject = null;
  figure.remove();
}

// One way for pictures, the plainest that every browser knows; the offer stays short.
export function plain(way) {
  const known = RTCRtpReceiver.getCapabilities("video").codecs;
  way.setCodecPreferences?.(known.filter(({ mimeType }) => ["video/VP8", "video/rtx"].includes(mimeType)));
  return way;
}

export async function send(sender, track) {
  if (sender.track !== track) await sender.replaceTrack(track);
  const how = sender.getParameters();
  if (!how.encodings?.length || how.encodings[0].maxBitrate === MOST_BITS) return;
  how.encodings[0].maxBitrate = MOST_BITS;
  await sender.setParameters(how);
}
