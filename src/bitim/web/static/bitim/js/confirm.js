// <form data-confirm="#id-of-a-dialog">: asks first. The dialog is in the page:
// <dialog id="..."> ... <button value="yes">Yes, end it</button> <button value="no">Stay</button></dialog>
// Without scripts the form is simply sent, so an act that cannot be undone also asks on the server.
export function watchConfirms(root) {
  for (const form of root.querySelectorAll("form[data-confirm]")) {
    const dialog = root.querySelector(form.dataset.confirm);
    if (!dialog?.showModal) continue;
    let agreed = false;
    form.addEventListener("submit", (event) => {
      if (agreed) return;
      event.preventDefault();
      const submitter = event.submitter;
      dialog.returnValue = "";
      dialog.showModal();
      dialog.addEventListener(
        "close",
        () => {
          if (dialog.returnValue !== "yes") return;
          agreed = true;
          form.requestSubmit(submitter);
          agreed = false;
        },
        { once: true },
      );
    });
    for (const button of dialog.querySelectorAll("button[value]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        dialog.close(button.value);
      });
    }
  }
}
