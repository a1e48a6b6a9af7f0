// The page's words, in Japanese and English.

let entries = {};
export let language = "en";

export function useTexts(all) {
  entries = all;
}

export function useLanguage(code) {
  language = code;
  document.documentElement.lang = code;
  localStorage.setItem("language", code);
}

/** The language chosen before, else the browser's. */
export function firstLanguage() {
  const chosen = localStorage.getItem("language");
  if (chosen === "ja" || chosen === "en") return chosen;
  return navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en";
}

/** The text for a key, filled in; `n` chooses the English form. */
export function t(key, facts = {}) {
  let text = entries[`playground.${key}`]?.[language] ?? key;
  if (typeof text === "object") text = facts.n === 1 ? text.one : text.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** A date in the page's language and a person's time zone. */
export function dated(instant, zone, options) {
  return new Intl.DateTimeFormat(language === "ja" ? "ja-JP" : "en-GB", { timeZone: zone, ...options }).format(instant);
}
