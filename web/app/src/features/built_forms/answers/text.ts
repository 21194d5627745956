import type { AnswerType } from "./answer.ts";
import { textAnswer } from "./text_rules.ts";

export const text: AnswerType = { shown: () => ({ as: "line", type: "text" }), reader: (field) => textAnswer(field, 500, false) };
