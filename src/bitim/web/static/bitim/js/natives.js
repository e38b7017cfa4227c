// Inputs that the browser labels in its own language, said in the page's: a file button with our words over it, and
// under a date what was chosen, with the month as a word. Without scripts the browser's own words stay.
// Words: <meta name="words-file-choose|file-none|days|weekdays">: a pattern for each month, because browsers know the
// months of few languages.
import { words } from "./words.js";

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

// "2026-11-30T15:00", "2026-11-30" or "15:00" in the words of the page; nothing for anything else.
function inWords(value) {
  const [, year, month, date, time] = value.match(/^(?:(\d{4})-(\d\d)-(\d\d))?T?(\d\d:\d\d)?/) ?? [];
  if (!year) return time ?? "";
  const pattern = words("days").split("|")[month - 1] ?? "";
  const weekday = words("weekdays").split("|")[(new Date(year, month - 1, date).getDay() + 6) % 7];
  return [weekday, pattern.replace("%Y", year).replace("%D", Number(date)), time].filter(Boolean).join(", ");
}

function day(input) {
  const said = piece("output", "said-date", "");
  input.after(said);
  const say = () => { said.textContent = inWords(input.value); };
  ["input", "change"].forEach((name) => input.addEventListener(name, say));
  say();
}
