/** Beyond every key there is: dates are the largest, as in 20210322. */
const LAST_KEY = 1e9;

/**
 * All rows in the order of a key. Rows that are equal stay as they are, and null (-1) comes last either way.
 *
 * @param {number} length
 * @param {((row: number) => number) | null} key  null leaves the rows as they are
 * @param {boolean} descending
 * @returns {ArrayLike<number>}
 */
function ordered(length, key, descending) {
  if (!key) return Uint32Array.from({ length }, (_, row) => row);
  const sign = descending ? -1 : 1;
  // Key and row in one number: numbers sort fast, for no function is called to compare them.
  const sorted = Float64Array.from({ length }, (_, row) => {
    const value = key(row);
    return (value === -1 ? LAST_KEY : sign * value) * length + row;
  }).sort();
  return Uint32Array.from(sorted, (number) => ((number % length) + length) % length);
}

/**
 * A date as a number that sorts.
 *
 * @param {string | null} date
 */
function dateKey(date) {
  return date ? Number(date.replaceAll("-", "")) : -1;
}
