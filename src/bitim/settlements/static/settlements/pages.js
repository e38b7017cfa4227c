// Comparing page by page from the keyboard: the arrow keys lead to the page before and after. Without this file: links.
const links = { ArrowLeft: "prev", ArrowRight: "next" };

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  const link = document.querySelector(`a[rel="${links[event.key]}"]`);
  if (link) link.click();
});
