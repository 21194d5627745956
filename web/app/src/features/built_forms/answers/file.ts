import { type AnswerType, problem } from "./answer.ts";

/** Files cannot be sent from here yet. What the server has stays as it is. */
export const file: AnswerType = {
  shown: () => ({ as: "files" }),
  reader: () => (typed) => (Array.isArray(typed) ? { value: typed } : problem("wrong_type")),
};
