// <button type="button" class="button only-js" data-copy="#id" data-copied="Copied">: copies the words of that element.
export function watchCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const from = document.querySelector(button.dataset.copy);
      try {
        await navigator.clipboard.writeText((from.value ?? from.textContent).trim());
        const label = button.querySelector("span") ?? button;
        const before = label.textContent;
        label.textContent = button.dataset.copied || before;
        window.setTimeout(() => (label.textContent = before), 2000);
      } catch {
        window.getSelection()?.selectAllChildren(from); // copying is closed here: the words are selected instead
      }
    });
  }
}
