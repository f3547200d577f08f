/**
 * @typedef {Record<string, string>} Criteria  What each field of the form asks for; an empty string asks for nothing.
 * @typedef {(row: number) => boolean} Test
 */

/**
 * The tests that a quote must pass.
 *
 * @param {Index} index
 * @param {Criteria} criteria
 * @returns {Test[]}
 */
function testsOf(index, criteria) {
  const { quotes, documents, names } = index;
  /** @type {Test[]} */
  const tests = [];
  for (const field of /** @type {const} */ (["speaker", "country", "role", "kind", "class"])) {
    if (criteria[field]) tests.push(among(quotes[field], namesLike(names[field], criteria[field])));
  }
  if (criteria.outlet) {
    const outlet = among(documents.outlet, namesLike(documents.names.outlet, criteria.outlet));
    tests.push((row) => outlet(quotes.document[row]));
  }
  if (criteria.subject) {
    const wanted = namesLike(names.subject, criteria.subject);
    tests.push((row) => quotes.subjects[row].some((subject) => wanted.has(subject)));
  }
  for (const field of /** @type {const} */ (["treaty", "negated"])) {
    if (criteria[field]) tests.push((row) => (quotes[field][row] === 1) === (criteria[field] === "yes"));
  }
  if (criteria.score) tests.push(scoreTest(quotes.score, criteria.score));
  if (criteria.since || criteria.until) tests.push(dateTest(index, criteria.since, criteria.until));
  // The costliest test comes last, for the few rows that are left by then.
  for (const word of folded(criteria.text ?? "").split(/\s+/)) {
    if (word) tests.push((row) => quotes.folded[row].includes(word));
  }
  return tests;
}

/**
 * The rows that pass every test, in their order.
 *
 * @param {ArrayLike<number>} rows
 * @param {Test[]} tests
 * @returns {number[]}
 */
function passing(rows, tests) {
  return Array.prototype.filter.call(rows, (row) => tests.every((test) => test(row)));
}

/**
 * The numbers of the names that a person means: the name itself if it is one, or else all that hold what was typed.
 *
 * @param {string[]} names
 * @param {string} typed
 * @returns {Set<number>}
 */
function namesLike(names, typed) {
  const wanted = folded(typed.trim());
  const all = names.map((name, number) => ({ name: folded(name), number }));
  const exact = all.filter(({ name }) => name === wanted);
  const found = exact.length ? exact : all.filter(({ name }) => name.includes(wanted));
  return new Set(found.map(({ number }) => number));
}

/**
 * @param {number[]} column
 * @param {Set<number>} wanted
 * @returns {Test}
 */
function among(column, wanted) {
  return (row) => wanted.has(column[row]);
}

/**
 * @param {number[]} scores
 * @param {string} asked  As in "below 0.5" or "from 0.8".
 * @returns {Test}
 */
function scoreTest(scores, asked) {
  const [side, bound] = asked.split(" ");
  const percent = Math.round(Number(bound) * 100);
  return side === "below" ? (row) => scores[row] < percent : (row) => scores[row] >= percent;
}

/**
 * A document without a date lies in no stretch of time.
 *
 * @param {Index} index
 * @param {string} [since]  As in 2021-03-22; the day itself counts.
 * @param {string} [until]
 * @returns {Test}
 */
function dateTest({ quotes, documents }, since, until) {
  const within = documents.date.map((date) => date !== null && (!since || date >= since) && (!until || date <= until));
  return (row) => within[quotes.document[row]];
}
