// A form is sent once, and on a bad line its words stay where they were typed. Nothing is kept on the device:
// the words live in the page alone. Without scripts the browser sends the form as ever.
//
// <form data-send>: sent in the background; on failure the page stays, a sentence is shown, the button works again.
// <form data-takes>: answers with a file, and the page stays: the button works again after a moment.
// Any other POST form: only protected from a double press.
import { words } from "./words.js";

function pressed(form, on) {
  form.toggleAttribute("aria-busy", on);
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function say(form, sentence) {
  let line = form.querySelector(".unsent");
  if (!sentence) return line?.remove();
  if (!line) {
    line = document.createElement("p");
    line.className = "unsent";
    line.setAttribute("role", "alert");
    form.append(line);
  }
  line.textContent = sentence;
}

function typed(form) {
  return [...form.elements].some((one) => (one.matches("textarea, input[type=text]") ? one.value !== one.defaultValue : one.type === "file" && one.files.length));
}

async function send(form, button) {
  const body = new FormData(form, button);
  say(form, "");
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "follow" });
    if (answer.status >= 500) throw new Error(String(answer.status));
    form.dataset.sent = "yes";
    if (answer.redirected) return window.location.assign(answer.url);
    // A refusal or a form to be completed: the whole page that the server made.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    window.dispatchEvent(new CustomEvent("bitim:page"));
    const { watchAll } = await import("./again.js");
    watchAll(document);
  } catch {
    pressed(form, false);
    say(form, words("unsent"));
  }
}

export function watchForms(root) {
  for (const form of root.querySelectorAll("form[method=post]:not([data-exit])")) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.hasAttribute("aria-busy")) return event.preventDefault();
      if (form.hasAttribute("data-send")) {
        event.preventDefault();
        pressed(form, true);
        return send(form, event.submitter);
      }
      // After this turn, so that the pressed button's own value is still sent.
      window.setTimeout(() => pressed(form, true));
      if (form.hasAttribute("data-takes")) window.setTimeout(() => pressed(form, false), 2000);
      form.dataset.sent = "yes";
    });
  }
  // Coming back by the browser's Back: the buttons must work again.
  window.addEventListener("pageshow", () => root.querySelectorAll("form[aria-busy]").forEach((form) => pressed(form, false)));
  window.addEventListener("beforeunload", (event) => {
    if (document.documentElement.classList.contains("left")) return;
    const open = [...document.querySelectorAll("form[data-send]")].some((form) => form.dataset.sent !== "yes" && typed(form));
    if (open) event.preventDefault();
  });
}
