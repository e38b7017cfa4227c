// Sentences that scripts show come from the page, already in the reader's language: <meta name="words-KEY">.
export function words(key) {
  return document.querySelector(`meta[name="words-${key}"]`)?.content ?? "";
}
