const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const numberFormat = new Intl.NumberFormat("en");

/**
 * @param {number} number
 * @param {string} noun
 */
function counted(number, noun) {
  return `${numberFormat.format(number)} ${number === 1 ? noun : `${noun}s`}`;
}

/** @param {string | null} date  As in 2021-03-22. */
function dayOf(date) {
  return date ? dayFormat.format(new Date(`${date}T00:00:00Z`)) : "";
}

/**
 * A text as it is searched: small letters, without accents, and with straight quotation marks.
 *
 * @param {string} text
 */
function folded(text) {
  const small = text.toLowerCase();
  if (/^[\x20-\x7e]*$/.test(small)) return small;
  return small.normalize("NFD").replace(/\p{M}+/gu, "").replace(/[‘’]/g, "'").replace(/[“”„«»]/g, '"');
}
