// Put lines in order by the arrows or by drawing them, without a page for every press. Without this file: each press of
// an arrow is a page. What is kept is the order in the form; nothing is sent before "keep".
const list = document.getElementById("rank");
const form = document.getElementById("order");
const said = document.getElementById("rank-said");
const rows = () => [...list.children];

function tell(row) {
  const at = rows().indexOf(row) + 1;
  said.textContent = `${row.querySelector(".rank-words").textContent}: ${list.dataset.moved} ${at}`;
}

function settle() {
  form.elements.order.value = rows().map((row) => row.dataset.number).join(",");
  for (const [at, row] of rows().entries()) {
    const [up, down] = row.querySelectorAll("[name=move]");
    up.disabled = at === 0;
    down.disabled = at === list.childElementCount - 1;
  }
}

function move(row, way) {
  const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (way === "up") other.before(row);
  else other.after(row);
  settle();
  tell(row);
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[name=move]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("li");
  move(row, button.value.split("-")[0]);
  (button.disabled ? row.querySelector("[name=move]:not(:disabled)") : button)?.focus();
});

// A mark of one kind takes the other off: nothing can be both.
list.addEventListener("change", (event) => {
  const row = event.target.closest("li");
  const other = event.target.name === "must" ? "never" : "must";
  if (event.target.checked) row.querySelector(`[name=${other}]`).checked = false;
  row.classList.toggle("must", row.querySelector("[name=must]").checked);
  row.classList.toggle("refused", row.querySelector("[name=never]").checked);
});

let drawn = null;
for (const grip of list.querySelectorAll(".grip")) {
  grip.hidden = false;
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    drawn = grip.closest("li");
    drawn.classList.add("drawn");
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", (event) => {
    if (!drawn) return;
    const over = rows().find((row) => {
      const box = row.getBoundingClientRect();
      return row !== drawn && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    if (below && drawn.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING) over.after(drawn);
    else if (!below && drawn.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_PRECEDING) over.before(drawn);
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    grip.addEventListener(kind, () => {
      if (!drawn) return;
      drawn.classList.remove("drawn");
      settle();
      tell(drawn);
      drawn = null;
    });
  }
}
