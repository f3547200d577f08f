/**
 * @typedef {object} Column
 * @property {string} label
 * @property {(row: number) => Node | string} cell
 * @property {(row: number) => number} [key]  What it sorts by; a column without one does not sort.
 * @property {boolean} [downFirst]  Whether it sorts from the top down when first asked.
 * @property {string} [style]  Class of its cells.
 * @property {string} [told]  What its values are, where a narrow screen shows no heads.
 *
 * @typedef {object} Listing
 * @property {(tests: Test[]) => void} show  Shows the rows that pass, from the first page on.
 */

const PAGE_ROWS = 25;

/**
 * A table shown by the page, whose columns sort, and whose number of rows is told as it changes.
 *
 * @param {HTMLElement} place
 * @param {{ caption: string, noun: string, length: number, columns: Column[] }} settings
 * @returns {Listing}
 */
function listing(place, { caption, noun, length, columns: all }) {
  const columns = all.filter((column) => holdsAnything(column, length));
  const status = element("p", { role: "status", class: "hits" });
  const body = element("tbody", { role: "rowgroup" });
  const heads = columns.map((column) => headOf(column));
  const sorts = heads.map((head) => head.querySelector("button"));
  const pages = pagesOf(turn);
  const headRow = element("tr", { role: "row" }, ...heads);
  const table = element("table", { role: "table", class: "cards" }, element("caption", { class: "unseen" }, caption));
  table.append(element("thead", { role: "rowgroup" }, headRow), body);
  place.replaceChildren(status, table, pages.element);

  let order = ordered(length, null, false);
  /** @type {Test[]} */
  let tests = [];
  /** @type {number[]} */
  let rows = [];
  let page = 0;

  sorts.forEach((button, number) => button?.addEventListener("click", () => sort(number)));

  /** @param {number} number */
  function sort(number) {
    const before = heads[number].getAttribute("aria-sort");
    const descending = before === "none" ? Boolean(columns[number].downFirst) : before === "ascending";
    heads.forEach((head) => head.hasAttribute("aria-sort") && head.setAttribute("aria-sort", "none"));
    heads[number].setAttribute("aria-sort", descending ? "descending" : "ascending");
    order = ordered(length, columns[number].key ?? null, descending);
    show(tests);
  }

  /** @param {Test[]} asked */
  function show(asked) {
    tests = asked;
    rows = passing(order, tests);
    page = 0;
    status.textContent = rows.length === length ? counted(length, noun) : `${counted(rows.length, noun)} of ${numberFormat.format(length)}`;
    fill();
  }

  function fill() {
    const shown = rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
    body.replaceChildren(...shown.map((row) => element("tr", { role: "row" }, ...columns.map((column) => cellOf(column, row)))));
    pages.tell(page, Math.ceil(rows.length / PAGE_ROWS));
  }

  /** @param {number} by */
  function turn(by) {
    page = Math.min(Math.max(page + by, 0), Math.max(Math.ceil(rows.length / PAGE_ROWS) - 1, 0));
    fill();
    place.scrollIntoView({ block: "start" });
  }

  return { show };
}

/**
 * Whether a column has a value in any row; one that has none only takes up room.
 *
 * @param {Column} column
 * @param {number} length
 */
function holdsAnything({ key }, length) {
  if (!key) return true;
  for (let row = 0; row < length; row++) if (key(row) !== -1) return true;
  return length === 0;
}

/** @param {Column} column */
function headOf(column) {
  const attributes = { scope: "col", role: "columnheader", class: column.style };
  if (!column.key) return element("th", attributes, column.label);
  return element("th", { ...attributes, "aria-sort": "none" }, element("button", { type: "button" }, column.label));
}

/**
 * @param {Column} column
 * @param {number} row
 */
function cellOf(column, row) {
  return element("td", { role: "cell", class: column.style, "data-head": column.told }, column.cell(row));
}

/**
 * Buttons that turn pages. They stay in reach at the ends, so that the keyboard never loses its place.
 *
 * @param {(by: number) => void} turn
 */
function pagesOf(turn) {
  const before = element("button", { type: "button" }, "Previous");
  const after = element("button", { type: "button" }, "Next");
  const told = element("span", {});
  const nav = element("nav", { class: "pages", "aria-label": "Pages" }, before, told, after);
  before.addEventListener("click", () => turn(-1));
  after.addEventListener("click", () => turn(1));

  /**
   * @param {number} page
   * @param {number} count
   */
  function tell(page, count) {
    nav.hidden = count < 2;
    told.textContent = `Page ${numberFormat.format(page + 1)} of ${numberFormat.format(count)}`;
    before.setAttribute("aria-disabled", String(page === 0));
    after.setAttribute("aria-disabled", String(page >= count - 1));
  }
  return { element: nav, tell };
}
