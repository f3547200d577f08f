/**
 * An element. Strings become text and never markup.
 *
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} attributes  true for one without a value; null, undefined and false for none
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/**
 * An element that the page's templates hold.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found;
}

/**
 * An address within the page.
 *
 * @param {string} view
 * @param {Record<string, string | number>} [query]
 */
function addressOf(view, query = {}) {
  const filled = Object.entries(query).filter(([, value]) => value !== "");
  return `#${view}${filled.length ? "?" : ""}${new URLSearchParams(filled.map(([name, value]) => [name, String(value)]))}`;
}

/**
 * A speaker's name beside a chip of the speaker's colour.
 *
 * @param {Index} index
 * @param {number} speaker
 */
function speakerName(index, speaker) {
  const chip = element("span", { class: `chip c${index.colours[speaker]}`, "aria-hidden": "true" });
  return element("span", { class: "who" }, chip, index.names.speaker[speaker]);
}
