import { lower } from "#kit/measurements/plain.ts";

import { type AnswerType, problem, textReader } from "./answer.ts";

const longest = 2_000; // bytes

/** `https://host/…` with scheme and host in lower case; undefined for what the server refuses. */
function normalUrl(text: string): string | undefined {
  if (new TextEncoder().encode(text).length > longest) return undefined;
  const read = /^(https?):\/\/([^/?#]*)(.*)$/is.exec(text);
  if (!read) return undefined;
  const host = lower(read[2]!);
  if (host === "" || /^[.:]/.test(host) || /[@\\%]/.test(host)) return undefined;
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x20\x7F<>"{}|\\^`]/.test(text)) return undefined;
  return `${lower(read[1]!)}://${host}${read[3]!}`;
}

const read = textReader((text) => {
  const value = normalUrl(text);
  return value === undefined ? problem("not_a_url") : { value };
});

export const url: AnswerType = { shown: () => ({ as: "line", type: "url" }), reader: () => read };
