import { isDate } from "#kit/expressions/times.ts";

import { type AnswerType, problem, textReader } from "./answer.ts";
import { dayJudge } from "./day_rules.ts";

export const date: AnswerType = {
  shown: () => ({ as: "line", type: "date" }),
  reader: (field) => {
    const judge = dayJudge(field);
    return textReader((day, { today }) => (isDate(day) ? (judge(day, today) ?? { value: day }) : problem("not_a_date")));
  },
};
