// A text area grows with its words; a counter under it says how many signs are left when few are.
const NEAR = 200;

export function watchGrowth(root) {
  const sheet = "fieldSizing" in document.documentElement.style;
  for (const area of root.querySelectorAll("textarea")) {
    const counter = area.maxLength > 0 ? area.closest(".field, form")?.querySelector("[data-counter]") : null;
    const grow = () => {
      if (!sheet) area.rows = Math.min(20, Math.max(3, area.value.split("\n").length + Math.floor(area.value.length / 60)));
      if (counter) counter.textContent = area.maxLength - area.value.length < NEAR ? String(area.maxLength - area.value.length) : "";
    };
    area.addEventListener("input", grow);
    grow();
  }
}
