// A measurement in the service's own notations: `0.5`, `29.4 Flange Thickness`, `20 TO 28`, `915 (900-1000)` and
// `1600 (+2,-1)`; not all that people type besides.
const number = String.raw`(\d{1,6}(?:\.\d{0,3})?)`;
const deviation = String.raw`([+-] *\d{1,6}(?:\.\d{0,3})?|0(?:\.0{0,3})?)`;
const notation = new RegExp(
  [
    `^${number}(?: *\\( *(?:${number} *- *${number}|${deviation} *[,/] *${deviation}) *\\) *`,
    `| *TO *${number} *`,
    `|(?: +[A-Za-z][A-Za-z .'/-]*)?)$`,
  ].join(""),
);
const longest = 100_000_000; // micrometres

function micrometres(text) {
  const size = Math.round(Number(text.replace(" ", "")) * 1000);
  return size === 0 ? 0 : size; // there is a -0
}

/** {nominal, low, high} in micrometres, null where the text says none of it; null when it cannot be read. */
export function readMeasurement(text) {
  const read = notation.exec(text);
  if (!read) return null;
  const [, first, from, to, one, other, last] = read;
  const size = micrometres(first);
  if (size > longest) return null;
  let [nominal, low, high] = [size, null, null];
  if (from !== undefined) [low, high] = [micrometres(from), micrometres(to)];
  if (one !== undefined) {
    const deviations = [micrometres(one), micrometres(other)];
    [low, high] = [size + Math.min(...deviations), size + Math.max(...deviations)];
  }
  if (last !== undefined) [nominal, low, high] = [null, size, micrometres(last)];
  if (low !== null && !(low >= 0 && low <= high && high <= longest)) return null;
  return { nominal, low, high };
}
