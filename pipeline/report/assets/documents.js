/**
 * The view of documents: a form that filters, and the table that it filters.
 *
 * @param {Index} index
 */
function documentsView(index) {
  const { documents } = index;
  const form = /** @type {HTMLFormElement} */ (byId("document-filters"));
  const searched = documents.id.map((id, row) =>
    folded([id, documents.title[row], documents.names.outlet[documents.outlet[row]]].join(" ")),
  );
  const list = listing(byId("documents-list"), {
    caption: "Documents",
    noun: "document",
    length: documents.id.length,
    columns: documentColumns(index),
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", answer);
  answer();

  function answer() {
    const { words, status } = criteriaOf(form);
    const wanted = folded(words).split(/\s+/);
    list.show([
      (row) => !status || documents.names.status[documents.status[row]] === status,
      (row) => wanted.every((word) => searched[row].includes(word)),
    ]);
  }
}

/**
 * @param {Index} index
 * @returns {Column[]}
 */
function documentColumns({ documents }) {
  const titles = documents.id.map((_, row) => titleOf(documents, row));
  const collator = new Intl.Collator("en");
  const places = new Map(
    titles
      .map((_, row) => row)
      .sort((a, b) => collator.compare(titles[a], titles[b]))
      .map((row, place) => [row, place]),
  );
  return [
    {
      label: "Date",
      style: "date",
      key: (row) => dateKey(documents.date[row]),
      downFirst: true,
      cell: (row) => dayOf(documents.date[row]),
    },
    {
      label: "Outlet",
      style: "outlet",
      key: (row) => documents.outlet[row],
      cell: (row) => documents.names.outlet[documents.outlet[row]] ?? "",
    },
    {
      label: "Document",
      style: "said",
      key: (row) => places.get(row) ?? 0,
      cell: (row) => element("a", { href: addressOf("document", { id: documents.id[row] }) }, titles[row]),
    },
    {
      label: "Quotes",
      style: "figure score",
      told: "quotes",
      key: (row) => documents.quotes[row].length,
      downFirst: true,
      cell: (row) => numberFormat.format(documents.quotes[row].length),
    },
    {
      label: "Status",
      style: "kind",
      key: (row) => documents.status[row],
      cell: (row) => documents.names.status[documents.status[row]],
    },
  ];
}

/**
 * What a document is called: its headline, or else its address.
 *
 * @param {DocumentColumns} documents
 * @param {number} row
 */
function titleOf(documents, row) {
  return documents.title[row] || documents.id[row];
}
