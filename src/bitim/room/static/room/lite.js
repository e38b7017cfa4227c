// How a voice is sent: silence costs nothing; the thinnest form is Opus at 7 kbit/s in packets of 60 ms with nothing beside
// the voice in them. What the other end asks for decides how a browser sends; so it is written into the description of
// the other end, before it is taken.
//   peer.setRemoteDescription({ type, sdp: voiced(sdp, thin) });
const MOST_BITS = 7000; // with its headers, and those of a relay, below 16 kbit/s of the line, for somebody too who never pauses
const PACKET_MS = 60; // headers outweigh the voice: longer packets save more than fewer bits
// What Chromium puts beside each packet of a voice (its loudness, its moment, its number for whoever guesses the breadth
// of the line) and the reports that answer it: a quarter of a thin voice. Which part a packet is of stays.
const BESIDE = /^a=(extmap:\d+(\/\w+)? (?!urn:ietf:params:rtp-hdrext:sdes:mid\b)[^\r\n]*|rtcp-fb:(\d+|\*) transport-cc)\r\n/gm;

export function voiced(sdp, thin) {
  return sdp.split(/(?=^m=)/m).map((part) => (part.startsWith("m=audio") ? asked(part, thin) : part)).join("");
}

function asked(part, thin) {
  const number = part.match(/^a=rtpmap:(\d+) opus\/48000/im)?.[1];
  if (!number) return part;
  const how = new RegExp(`^a=fmtp:${number} ([^\r\n]*)\r\n`, "m");
  const kept = (part.match(how)?.[1] ?? "minptime=10;useinbandfec=1").split(";").filter((one) => !/^\s*(usedtx|maxaveragebitrate)=/.test(one));
  const rest = part.replace(how, "");
  if (!thin) return `${rest}a=fmtp:${number} ${[...kept, "usedtx=1"].join(";")}\r\n`;
  const words = [...kept, "usedtx=1", `maxaveragebitrate=${MOST_BITS}`].join(";");
  return `${rest.replace(/^a=(max)?ptime:\d+\r\n/gm, "").replace(BESIDE, "")}a=fmtp:${number} ${words}\r\na=ptime:${PACKET_MS}\r\na=maxptime:${PACKET_MS}\r\n`;
}
