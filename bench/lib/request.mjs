// One row's HTTP request as a template that wrk, the constant-rate client and single requests fill alike.
const least = 100_000_000_000_000; // 15 digits: as wide as any, exact as a double, and too many to meet twice
const most = 999_999_999_999_999;

/// The marks with the ranges that their values are drawn from: [name, least, most]; `ids` has the ranges of
/// wheel specifications and of submissions.
export const ranges = (ids) => [
  ["id", ids.first, ids.last],
  ["submission", ids.submissions.first, ids.submissions.last],
  ["new", least, most],
  ["key", least, most],
];

/// The ranges as wrk.lua and constant_rate take them: NAME=LEAST-MOST.
export const rangeArguments = (ids) => ranges(ids).map(([name, low, high]) => `${name}=${low}-${high}`);

const between = (low, high) => low + Math.floor(Math.random() * (high - low + 1));

/// Values for the marks, for one request.
export const draw = (ids) =>
  Object.fromEntries(ranges(ids).map(([name, low, high]) => [name, between(low, high)]));

/// The bytes of the request with the marks still in them. Marks in the body must be of constant width.
export function template({ method, path, headers = {}, body }, token) {
  const text = body === undefined ? "" : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1"];
  if (token) lines.push(`Authorization: Bearer ${token}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (text)
    lines.push(
      "Content-Type: application/json",
      `Content-Length: ${text.replace(/<<\w+>>/g, String(least)).length}`,
    );
  return `${lines.join("\r\n")}\r\n\r\n${text}`;
}

/// A function that fills `marked` with the values it is given.
export function filler(marked) {
  const parts = marked.split(/<<(\w+)>>/); // text, mark, text, mark, …, text
  return (values) => parts.map((part, index) => (index % 2 ? values[part] : part)).join("");
}
