import type { AnswerType } from "./answer.ts";
import { textAnswer } from "./text_rules.ts";

export const textarea: AnswerType = { shown: () => ({ as: "lines" }), reader: (field) => textAnswer(field, 10_000, true) };
