// What tools/sweep.py asks of every page: a list of sentences about what is wrong with it. Nothing is changed.
() => {
  const hidden = ".hidden-words, .skip";
  const pressed =
    "button, select, summary, textarea, nav a, a.button, a.chip, .list a, footer a," +
    " input:not([type=hidden], [type=checkbox], [type=radio])";
  const framed = "button, .button, .chip, .state";
  const lines = [];

  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(hidden);
  const all = (query) => [...document.querySelectorAll(query)].filter(seen);
  const named = (one) => {
    const words = (one.innerText || one.name || "").trim().replace(/\s+/g, " ");
    return `${one.tagName.toLowerCase()}.${one.className} "${words.slice(0, 40)}"`;
  };
  const textsOf = (one) => {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (walker.currentNode.textContent.trim()) found.push(walker.currentNode);
    return found;
  };

  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) {
    lines.push(`wider than the screen by ${wide} px`);
    for (const one of all("body *"))
      if (!one.children.length && one.getBoundingClientRect().right > window.innerWidth + 1)
        lines.push(`  sticks out: ${named(one)}`);
  }

  for (const one of all(pressed)) {
    const { width, height } = one.getBoundingClientRect();
    if (width > 1 && height > 1 && (height < 43.5 || width < 43.5))
      lines.push(`small, ${Math.round(width)}x${Math.round(height)}: ${named(one)}`);
  }

  for (const one of all(`${framed}, .where, .mark span, summary, h1, h2, td, th, .tabs a, .rail a`)) {
    if (one.clientWidth === 1) continue; // for screen readers alone at this width
    const hides = getComputedStyle(one).overflow !== "visible";
    const across = one.clientWidth && one.scrollWidth > one.clientWidth + 1;
    const down = hides && one.clientHeight && one.scrollHeight > one.clientHeight + 2;
    if ((across && (hides || one.matches(framed))) || down) lines.push(`cut: ${named(one)}`);
  }

  for (const one of all(framed)) {
    if (one.querySelector("p, small")) continue;
    const tops = [];
    for (const text of textsOf(one).filter((text) => seen(text.parentElement))) {
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects())
        if (box.width > 1 && !tops.some((top) => Math.abs(top - box.top) < 8)) tops.push(box.top);
    }
    if (tops.length > 2) lines.push(`${tops.length} lines: ${named(one)}`);
  }

  const odd = /\bNone\b|%\(\w+\)\w|\{[{%]|\[object |undefined|&\w+;|^\s*[:,.;·]\s*$|[^\S\n]:(\s|$)/gm;
  for (const found of document.body.innerText.match(odd) ?? []) lines.push(`odd: ${JSON.stringify(found)}`);

  if (!["en", "uz"].includes(document.documentElement.lang)) {
    for (const text of textsOf(document.body)) {
      const at = text.parentElement;
      if (!/[A-Za-z]{3,} [A-Za-z]{2,}/.test(text.textContent) || !seen(at)) continue;
      if (!at.closest("[lang]:not(html), bdi, script, style, code"))
        lines.push(`English: ${text.textContent.trim().slice(0, 90)}`);
    }
  }
  return [...new Set(lines)];
};
