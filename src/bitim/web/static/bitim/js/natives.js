// Inputs that the browser labels in its own language, said in the page's: a file button with our words over it, and
// under a date what was chosen, with the month as a word. Without scripts the browser's own words stay.
// Words: <meta name="words-file-choose|file-none">.
import { words } from "./words.js";

const language = document.documentElement.lang || "kk";
const SHOWN = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date: { day: "numeric", month: "long", year: "numeric", weekday: "long" },
  "datetime-local": { day: "numeric", month: "long", year: "numeric", weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

export function watchNatives(root) {
  if (words("file-choose")) root.querySelectorAll("input[type=file]").forEach(file);
  root.querySelectorAll("input:is([type=date], [type=datetime-local], [type=time])").forEach(day);
}

function piece(tag, kind, text) {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}

function file(input) {
  const line = piece("div", "file-line", "");
  const button = piece("span", "button small", words("file-choose"));
  const name = piece("span", "file-name quiet", words("file-none"));
  button.ariaHidden = "true";
  name.setAttribute("role", "status");
  input.replaceWith(line);
  line.append(input, button, name);
  const say = () => { name.textContent = [...input.files].map((one) => one.name).join(", ") || words("file-none"); };
  input.addEventListener("change", say);
  input.form?.addEventListener("reset", () => setTimeout(say));
  say();
}

function day(input) {
  const said = piece("output", "said-date", "");
  input.after(said);
  const say = () => {
    const chosen = input.value && new Date({ date: `${input.value}T12:00`, time: `2000-01-01T${input.value}` }[input.type] ?? input.value);
    said.textContent = chosen && !Number.isNaN(chosen.getTime()) ? new Intl.DateTimeFormat(language, SHOWN[input.type]).format(chosen) : "";
  };
  ["input", "change"].forEach((name) => input.addEventListener(name, say));
  say();
}
