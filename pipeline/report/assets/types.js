/**
 * What the page is given, as pipeline/report/index.py and texts.py write it. -1 stands for null in columns of numbers.
 *
 * @typedef {object} QuoteColumns  One item for each quote.
 * @property {number[]} document  Number of the document.
 * @property {number[]} id  `quote_id`, unique in its document.
 * @property {number[]} speaker
 * @property {number[]} role
 * @property {number[]} country
 * @property {number[]} kind
 * @property {number[]} class
 * @property {number[]} cue
 * @property {number[][]} subjects
 * @property {number[]} negated  0 or 1.
 * @property {number[]} treaty  0 or 1.
 * @property {number[]} score  Per cent.
 * @property {string[]} content
 * @property {string[]} folded  The content as it is searched; made here.
 *
 * @typedef {object} DocumentColumns  One item for each document, the newest first.
 * @property {Record<string, string[]>} names
 * @property {string[]} id
 * @property {(string | null)[]} title
 * @property {(string | null)[]} date  As in 2021-03-22.
 * @property {number[]} outlet
 * @property {(string | null)[]} author
 * @property {string[]} source
 * @property {number[]} status
 * @property {(string | null)[]} reason
 * @property {[string, number][][]} dropped  Kinds, and how many characters of each.
 * @property {number[]} block  Number of the block that holds the text.
 * @property {number[][]} quotes  The quotes of each document; made here.
 *
 * @typedef {object} Index
 * @property {Record<string, string[]>} names  What the numbers in a column of quotes stand for, in reading order.
 * @property {number[]} colours  The colour of each speaker.
 * @property {DocumentColumns} documents
 * @property {QuoteColumns} quotes
 *
 * @typedef {[number, number]} Extent  Start and end in UTF-16 code units, half-open.
 *
 * @typedef {object} QuoteText  Where a quote stands.
 * @property {[number, number, number][]} pieces  Start, end, and 1 where it goes on without a cue of its own.
 * @property {Extent | null} cue
 * @property {Extent | null} source
 * @property {[string, string][]} details  Terms and values.
 *
 * @typedef {object} DocumentText
 * @property {string} text
 * @property {QuoteText[]} quotes  In the order of the index.
 * @property {[number, number, string][]} treaty  Start, end and description.
 */
