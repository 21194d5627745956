import { characters, lower } from "#kit/measurements/plain.ts";

import { type AnswerType, problem, textReader } from "./answer.ts";

const longest = 254;
// eslint-disable-next-line no-control-regex
const mailbox = /^[^@<>,;\x00-\x20\x7F]+@[^@<>,;\x00-\x20\x7F]+\.[^@<>,;.\x00-\x20\x7F]+$/;

/** The domain in lower case: the part before the `@` is its server's business. */
const read = textReader((text) => {
  if (characters(text) > longest || !mailbox.test(text)) return problem("not_an_email");
  const domain = text.indexOf("@") + 1;
  return { value: text.slice(0, domain) + lower(text.slice(domain)) };
});

export const email: AnswerType = { shown: () => ({ as: "line", type: "email" }), reader: () => read };
