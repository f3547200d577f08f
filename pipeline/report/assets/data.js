/**
 * What a data element of the page holds: JSON, compressed with zlib, in Base64.
 *
 * @param {string} id
 * @returns {Promise<any>} null if the page has no such element
 */
async function unpacked(id) {
  const element = document.getElementById(id);
  if (!element) return null;
  const stream = new Blob([bytesOf(element.textContent ?? "")]).stream();
  const text = await new Response(stream.pipeThrough(new DecompressionStream("deflate"))).text();
  return JSON.parse(text);
}

/**
 * @param {string} base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytesOf(base64) {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < characters.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

/**
 * The index, with the columns that are cheaper to make than to carry.
 *
 * @returns {Promise<Index>}
 */
async function loadIndex() {
  /** @type {Index} */
  const index = await unpacked("index");
  index.quotes.folded = index.quotes.content.map(folded);
  index.documents.quotes = index.documents.id.map(() => []);
  index.quotes.document.forEach((number, quote) => index.documents.quotes[number].push(quote));
  return index;
}

/** @type {Map<number, Promise<Record<string, DocumentText> | null>>} */
const blocks = new Map();

/**
 * The text of a document, and where in it everything stands.
 *
 * @param {Index} index
 * @param {number} number
 * @returns {Promise<DocumentText | null>} null if this file leaves it out
 */
async function loadText(index, number) {
  const block = index.documents.block[number];
  if (!blocks.has(block)) blocks.set(block, unpacked(`block-${block}`));
  const texts = await blocks.get(block);
  return texts ? texts[number] : null;
}
