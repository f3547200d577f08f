/**
 * @typedef {object} Mark  Something that stands in a text.
 * @property {number} start
 * @property {number} end
 * @property {"quote" | "continued" | "cue" | "source" | "treaty"} kind
 * @property {number} quote  The quote it belongs to; -1 for none.
 * @property {string} told  A few words on it.
 *
 * @typedef {object} Segment  A stretch of text under the same marks from end to end.
 * @property {number} start
 * @property {number} end
 * @property {Mark[]} marks
 */

/**
 * A stretch of text cut wherever a mark begins or ends; marks may overlap in any way.
 *
 * @param {number} start
 * @param {number} end
 * @param {Mark[]} marks
 * @returns {Segment[]}
 */
function segments(start, end, marks) {
  const edges = marks.flatMap((mark) => [mark.start, mark.end]).filter((edge) => start < edge && edge < end);
  const cuts = [...new Set([start, ...edges, end])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, place) => {
    const to = cuts[place + 1];
    return { start: from, end: to, marks: marks.filter((mark) => mark.start < to && mark.end > from) };
  });
}

/**
 * The paragraphs of a text, which a blank line divides.
 *
 * @param {string} text
 * @returns {Extent[]}
 */
function paragraphs(text) {
  /** @type {Extent[]} */
  const found = [];
  let start = 0;
  for (const blank of text.matchAll(/\n\s*\n/g)) {
    found.push([start, blank.index]);
    start = blank.index + blank[0].length;
  }
  found.push([start, text.length]);
  return found.filter(([from, to]) => text.slice(from, to).trim());
}
