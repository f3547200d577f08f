const OFFERED_NAMES = 300;

/**
 * The view of quotes: a form that filters, and the table that it filters.
 *
 * @param {Index} index
 * @returns {{ ask: (criteria: URLSearchParams) => void }}
 */
function quotesView(index) {
  const form = /** @type {HTMLFormElement} */ (byId("filters"));
  const list = listing(byId("quotes-list"), {
    caption: "Quotes",
    noun: "quote",
    length: index.quotes.id.length,
    columns: quoteColumns(index),
  });
  offerNames(index);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", answer);
  form.addEventListener("reset", () => setTimeout(answer));

  function answer() {
    const criteria = criteriaOf(form);
    history.replaceState(null, "", addressOf("quotes", criteria));
    list.show(testsOf(index, criteria));
  }

  /** @param {URLSearchParams} criteria  Fills the form; what it does not name is cleared. */
  function ask(criteria) {
    for (const field of fieldsOf(form)) field.value = criteria.get(field.name) ?? "";
    list.show(testsOf(index, criteriaOf(form)));
  }
  return { ask };
}

/**
 * @param {HTMLFormElement} form
 * @returns {(HTMLInputElement | HTMLSelectElement)[]}
 */
function fieldsOf(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ ("input, select"))];
}

/**
 * @param {HTMLFormElement} form
 * @returns {Criteria}
 */
function criteriaOf(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
}

/**
 * @param {Index} index
 * @returns {Column[]}
 */
function quoteColumns(index) {
  const { quotes, documents, names } = index;
  /** @param {number} row */
  const documentOf = (row) => quotes.document[row];
  return [
    {
      label: "Date",
      style: "date",
      key: (row) => dateKey(documents.date[documentOf(row)]),
      downFirst: true,
      cell: (row) => dayOf(documents.date[documentOf(row)]),
    },
    {
      label: "Outlet",
      style: "outlet",
      key: (row) => documents.outlet[documentOf(row)],
      cell: (row) => documents.names.outlet[documents.outlet[documentOf(row)]] ?? "",
    },
    { label: "Speaker", style: "speaker", key: (row) => quotes.speaker[row], cell: (row) => speakerCell(index, row) },
    {
      label: "Country",
      style: "country",
      key: (row) => quotes.country[row],
      cell: (row) => names.country[quotes.country[row]] ?? "",
    },
    { label: "Quote", style: "said", cell: (row) => saidCell(index, row) },
    { label: "Kind", style: "kind", key: (row) => quotes.kind[row], cell: (row) => names.kind[quotes.kind[row]] },
    {
      label: "Score",
      style: "figure score",
      told: "score",
      key: (row) => quotes.score[row],
      cell: (row) => (quotes.score[row] / 100).toFixed(2),
    },
  ];
}

/**
 * @param {Index} index
 * @param {number} row
 */
function speakerCell(index, row) {
  const role = index.names.role[index.quotes.role[row]] ?? "";
  return element("div", {}, speakerName(index, index.quotes.speaker[row]), element("span", { class: "about" }, role));
}

/**
 * What was said, as a link to its place, and what is particular about it.
 *
 * @param {Index} index
 * @param {number} row
 */
function saidCell({ quotes, documents, names }, row) {
  const place = addressOf("document", { id: documents.id[quotes.document[row]], quote: quotes.id[row] });
  const tags = [
    quotes.treaty[row] ? "treaty" : "",
    quotes.negated[row] ? "denied" : "",
    names.class[quotes.class[row]] === "other" ? "no speech" : "",
  ].filter(Boolean);
  const cue = element("span", { class: "by" }, names.cue[quotes.cue[row]] ?? "");
  const about = element("p", { class: "about" }, cue, ...tags.map((tag) => element("span", { class: "tag" }, tag)));
  return element("div", {}, element("a", { href: place, class: "content" }, quotes.content[row]), about);
}

/**
 * Names to choose from while typing, the most frequent ones.
 *
 * @param {Index} index
 */
function offerNames({ quotes, documents, names }) {
  offer("speaker", names.speaker, quotes.speaker);
  offer("country", names.country, quotes.country);
  offer("role", names.role, quotes.role);
  offer("subject", names.subject, quotes.subjects.flat());
  offer("outlet", documents.names.outlet, documents.outlet);
}

/**
 * @param {string} field
 * @param {string[]} names
 * @param {number[]} found
 */
function offer(field, names, found) {
  const counts = new Array(names.length).fill(0);
  for (const number of found) if (number >= 0) counts[number]++;
  const most = names.map((_, number) => number).sort((a, b) => counts[b] - counts[a] || a - b);
  byId(`${field}-names`).append(
    ...most.slice(0, OFFERED_NAMES).map((number) => element("option", { value: names[number] })),
  );
}
