// A button that prints the page; without scripts it is not shown, and the browser's own command does the same.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
