// People as the page of a meeting by voice names them. A name stands in a line of its own direction, whatever letters
// it has (marks of direction U+2068, U+2069; the house sends names without such letters); who has the name of another
// in the room is told apart by role and side. The house numbers those who share these too (`nth`).
import { words } from "../bitim/js/words.js";

const alike = (name) => name.normalize("NFKC").toLowerCase();
export const isolated = (name) => `\u2068${name}\u2069`;

// Role, side and number, as far as they are known.
export function standing({ role, side, nth }) {
  return [words(`call-role-${role}`), side ? isolated(side) : "", nth ? String(nth) : ""].filter(Boolean).join(", ");
}

// One of `all` in a line of text.
export function called(one, all) {
  const namesake = all.some((other) => other !== one && alike(other.name) === alike(one.name));
  return namesake ? `${isolated(one.name)} (${standing(one)})` : isolated(one.name);
}
