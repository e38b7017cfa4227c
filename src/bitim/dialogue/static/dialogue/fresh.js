// Figures come anew while somebody looks at the page. They are asked for, not sent: nobody who reads here is known, so
// there is no line to them. Without this script the page says as of when it is, and is loaded again by hand.
const EVERY_MS = 15000;

async function look(place) {
  if (document.hidden) return;
  try {
    // `part` says to the house that no person has pressed anything: a screen that nobody touches locks all the same.
    const address = new URL(place.dataset.fresh, window.location.href);
    address.searchParams.set("part", "figures");
    const answer = await fetch(address, { headers: { "x-bitim-part": "figures" } });
    if (!answer.ok || !answer.headers.has("x-bitim-part")) return;
    const part = await answer.text();
    if (part === place.dataset.kept) return;
    place.dataset.kept = part;
    place.replaceChildren(...new DOMParser().parseFromString(part, "text/html").body.childNodes);
  } catch {
    // the line is away: the next look tells
  }
}

for (const place of document.querySelectorAll("[data-fresh]")) window.setInterval(() => look(place), EVERY_MS);
