// What a package is worth by one's own closed list, counted here and not by the house; and that the list is the one that
// was bound: its hash, with its salt, has to be the mark on this page. Shown only when both could be done.
const place = document.getElementById("own");

async function bound(opened) {
  const salt = Uint8Array.from(opened.salt.match(/../g), (pair) => parseInt(pair, 16));
  const words = new TextEncoder().encode(JSON.stringify(opened.table));
  const whole = new Uint8Array([...salt, ...words]);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return [...hash].map((one) => one.toString(16).padStart(2, "0")).join("") === place.dataset.commitment;
}

function show({ points }) {
  const most = points.reduce((sum, row) => sum + Math.max(...row), 0);
  for (const one of document.querySelectorAll("[data-own]")) {
    const worth = one.dataset.own.split(",").reduce((sum, at, issue) => sum + points[issue][Number(at)], 0);
    const words = one.querySelector("span");
    words.textContent = words.textContent.replace("{points}", worth).replace("{most}", most);
    one.hidden = false;
  }
}

if (crypto.subtle) {
  const opened = JSON.parse(JSON.parse(document.getElementById("own-table").textContent));
  if (await bound(opened)) show(opened.table);
}
