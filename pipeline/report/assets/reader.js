/**
 * The view of one document: its text with everything that was found in it.
 *
 * @param {Index} index
 * @returns {{ open: (id: string, quote: string | null) => Promise<void>, back: (address: string) => void }}
 */
function readerView(index) {
  const { documents } = index;
  const numbers = new Map(documents.id.map((id, number) => [id, number]));
  const article = byId("document-text");
  let wanted = "";
  highlight(article);

  /**
   * @param {string} id
   * @param {string | null} quote
   */
  async function open(id, quote) {
    const number = numbers.get(id);
    wanted = id;
    if (number === undefined) {
      tellMissing();
      return;
    }
    const text = await loadText(index, number);
    if (wanted !== id) return; // another document was asked for meanwhile
    showHead(index, number, text !== null);
    article.replaceChildren(...(text ? paragraphsOf(index, number, text) : []));
    if (quote !== null) goTo(article, quote);
  }

  function tellMissing() {
    byId("document-title").textContent = "This document is not in this file";
    byId("document-about").textContent = "";
    const why = element("p", { class: "note warning" }, "See ", element("a", { href: "#left-out" }, "what this file leaves out"), ".");
    byId("document-notes").replaceChildren(why);
    byId("document-speakers").replaceChildren();
    article.replaceChildren();
  }

  /** @param {string} address  The table that "back" leads to. */
  function back(address) {
    byId("document-back").setAttribute("href", address);
  }
  return { open, back };
}

/**
 * Title, origin, notes, speakers, and the ways to the neighbours.
 *
 * @param {Index} index
 * @param {number} number
 * @param {boolean} held  Whether this file holds the text.
 */
function showHead(index, number, held) {
  const { documents } = index;
  byId("document-title").textContent = titleOf(documents, number);
  const outlet = documents.names.outlet[documents.outlet[number]] ?? "";
  const origin = [dayOf(documents.date[number]), outlet, documents.author[number] ?? ""].filter(Boolean).join(" · ");
  byId("document-about").replaceChildren(origin, element("span", { class: "address" }, documents.source[number]));
  byId("document-notes").replaceChildren(...notesOf(documents, number, held));
  byId("document-speakers").replaceChildren(...speakersOf(index, number));
  neighbour("document-before", documents, number - 1);
  neighbour("document-after", documents, number + 1);
}

/**
 * @param {string} id
 * @param {DocumentColumns} documents
 * @param {number} number
 */
function neighbour(id, documents, number) {
  const link = byId(id);
  link.hidden = !(number in documents.id);
  if (!link.hidden) link.setAttribute("href", addressOf("document", { id: documents.id[number] }));
}

/**
 * @param {DocumentColumns} documents
 * @param {number} number
 * @param {boolean} held
 */
function notesOf(documents, number, held) {
  const status = documents.names.status[documents.status[number]];
  const told = [status === "ok" ? "" : `Status: ${status}.`, documents.reason[number] ?? ""];
  const dropped = documents.dropped[number].map(([kind, size]) => `${kind} (${counted(size, "character")})`).join(", ");
  if (dropped) told.push(`Cleaning dropped: ${dropped}.`);
  if (!held) told.push("The text of this document is not in this file, to keep it small; it is in documents.parquet.");
  return told.filter(Boolean).map((note) => element("p", { class: "note" }, note));
}

/**
 * The speakers of a document, who speaks most first.
 *
 * @param {Index} index
 * @param {number} number
 */
function speakersOf(index, number) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const quote of index.documents.quotes[number]) {
    const speaker = index.quotes.speaker[quote];
    counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  }
  const most = [...counts].sort(([a, first], [b, second]) => second - first || a - b);
  return most.map(([speaker, count]) =>
    element("li", {}, speakerName(index, speaker), " ", element("span", { class: "count" }, numberFormat.format(count))),
  );
}

/**
 * @param {Index} index
 * @param {number} number
 * @param {DocumentText} found
 */
function paragraphsOf(index, number, found) {
  const quotes = index.documents.quotes[number];
  const marks = marksOf(index, quotes, found);
  return paragraphs(found.text).map(([start, end]) => {
    const within = marks.filter((mark) => mark.start < end && mark.end > start);
    const cut = segments(start, end, within);
    const line = element("p", { class: "text" }, ...cut.flatMap((segment) => runOf(index, found.text, segment)));
    return element("div", { class: "paragraph" }, marginOf(index, quotes, found, within), line);
  });
}

/**
 * @param {Index} index
 * @param {number[]} quotes
 * @param {DocumentText} found
 * @returns {Mark[]}
 */
function marksOf(index, quotes, found) {
  const ofQuotes = found.quotes.flatMap((place, at) => marksOfQuote(index, quotes[at], place));
  const ofTreaty = found.treaty.map(([start, end, told]) => ({ start, end, kind: /** @type {const} */ ("treaty"), quote: -1, told }));
  return [...ofQuotes, ...ofTreaty];
}

/**
 * @param {Index} index
 * @param {number} quote
 * @param {QuoteText} place
 * @returns {Mark[]}
 */
function marksOfQuote({ names, quotes }, quote, place) {
  const speaker = names.speaker[quotes.speaker[quote]];
  /** @type {Mark[]} */
  const marks = place.pieces.map(([start, end, continued]) => ({
    start,
    end,
    kind: continued ? "continued" : "quote",
    quote,
    told: continued ? `${speaker} goes on` : speaker,
  }));
  if (place.cue) marks.push({ start: place.cue[0], end: place.cue[1], kind: "cue", quote, told: `cue of ${speaker}` });
  if (place.source) marks.push({ start: place.source[0], end: place.source[1], kind: "source", quote, told: `source: ${speaker}` });
  return marks;
}

/**
 * A stretch of text with its marks. Who does not see colours hears where a quote begins and ends.
 *
 * @param {Index} index
 * @param {string} text
 * @param {Segment} segment
 * @returns {(Node | string)[]}
 */
function runOf(index, text, { start, end, marks }) {
  const words = text.slice(start, end);
  if (!marks.length) return [words];
  const said = marks.find((mark) => mark.kind === "quote" || mark.kind === "continued");
  const quote = (said ?? marks.find((mark) => mark.quote >= 0))?.quote ?? -1;
  const kinds = new Set(marks.map((mark) => (mark.kind === "continued" ? "quote continued" : mark.kind)));
  const colour = quote >= 0 ? `c${index.colours[index.quotes.speaker[quote]]}` : "";
  const run = element(
    "span",
    {
      class: [...kinds, colour].join(" ").trim(),
      title: marks.map((mark) => mark.told).join("; "),
      "data-quote": quote >= 0 ? index.quotes.id[quote] : null,
      "data-said": Boolean(said),
    },
    words,
  );
  const before = said && said.start === start ? [element("span", { class: "unseen" }, `[${said.told}: `)] : [];
  const after = said && said.end === end ? [element("span", { class: "unseen" }, " end of quote] ")] : [];
  return [...before, run, ...after];
}

/**
 * What stands beside a paragraph: for each speaker quoted in it, the cues, each a button that tells more; then what is
 * told of the treaty.
 *
 * @param {Index} index
 * @param {number[]} quotes
 * @param {DocumentText} found
 * @param {Mark[]} marks
 */
function marginOf(index, quotes, found, marks) {
  const said = marks.filter((mark) => mark.kind === "quote" || mark.kind === "continued");
  /** @type {Map<number, Set<number>>} */
  const bySpeaker = new Map();
  for (const { quote } of said) {
    const speaker = index.quotes.speaker[quote];
    bySpeaker.set(speaker, (bySpeaker.get(speaker) ?? new Set()).add(quote));
  }
  const groups = [...bySpeaker].map(([speaker, numbers]) => {
    const labels = [...numbers].flatMap((quote) => labelOf(index, quote, found.quotes[quotes.indexOf(quote)]));
    return groupOf(`c${index.colours[speaker]}`, index.names.speaker[speaker], labels);
  });
  const treaty = new Set(marks.filter((mark) => mark.kind === "treaty").map((mark) => mark.told));
  if (treaty.size) groups.push(groupOf("", "Treaty", [...treaty].map((told) => element("div", {}, told))));
  return element("ul", { class: "margin", "aria-label": "Beside this paragraph", hidden: !groups.length }, ...groups);
}

/**
 * @param {string} colour
 * @param {string} name
 * @param {HTMLElement[]} told
 */
function groupOf(colour, name, told) {
  return element("li", { class: `group ${colour}` }, element("span", { class: "speaker" }, name), ...told);
}

/**
 * A button for a quote, named by its cue, and the details that it opens.
 *
 * @param {Index} index
 * @param {number} quote
 * @param {QuoteText} place
 * @returns {HTMLElement[]}
 */
function labelOf({ names, quotes }, quote, place) {
  const button = element(
    "button",
    { type: "button", class: "label", "aria-expanded": "false", "data-quote": quotes.id[quote] },
    names.cue[quotes.cue[quote]] ?? "no cue",
  );
  const terms = [
    ["kind", `${names.kind[quotes.kind[quote]]}, ${names.class[quotes.class[quote]]}${quotes.negated[quote] ? ", denied" : ""}`],
    ["score", (quotes.score[quote] / 100).toFixed(2)],
    ...place.details,
  ];
  const details = element("dl", { hidden: true }, ...terms.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]));
  button.addEventListener("click", () => {
    details.hidden = !details.hidden;
    button.setAttribute("aria-expanded", String(!details.hidden));
  });
  return [button, details];
}

/**
 * Lights up all of a quote where a part of it is pointed at or in focus.
 *
 * @param {HTMLElement} article
 */
function highlight(article) {
  /** @param {Event} event */
  function light(event) {
    const part = event.target instanceof Element ? event.target.closest("[data-quote]") : null;
    for (const lit of article.querySelectorAll(".lit")) lit.classList.remove("lit");
    const quote = part?.getAttribute("data-quote");
    if (quote) for (const other of partsOf(article, quote)) other.classList.add("lit");
  }
  article.addEventListener("mouseover", light);
  article.addEventListener("focusin", light);
  article.addEventListener("mouseleave", light);
}

/**
 * @param {HTMLElement} article
 * @param {string} quote
 * @returns {HTMLElement[]}
 */
function partsOf(article, quote) {
  return [...article.querySelectorAll(/** @type {"span"} */ (`[data-quote="${CSS.escape(quote)}"]`))];
}

/**
 * Brings a quote into view and puts the focus on it.
 *
 * @param {HTMLElement} article
 * @param {string} quote
 */
function goTo(article, quote) {
  const first = partsOf(article, quote).find((part) => part.hasAttribute("data-said"));
  if (!first) return;
  first.tabIndex = -1;
  first.scrollIntoView({ block: "center" });
  first.focus({ preventScroll: true });
}
