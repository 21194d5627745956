import { type Moment, formatMoment, isDate, parseMoment } from "#kit/expressions/times.ts";
import { today as dayAt } from "#kit/today.ts";

import { type AnswerType, problem, textReader } from "./answer.ts";
import { dayJudge } from "./day_rules.ts";

const two = (number: number) => String(number).padStart(2, "0");

/** Where this device is: `2026-01-31T14:30`, with seconds where there are any, as an input has it. */
export function localText(moment: Moment): string {
  const here = new Date(Number(moment / 1000n));
  const day = `${String(here.getFullYear()).padStart(4, "0")}-${two(here.getMonth() + 1)}-${two(here.getDate())}`;
  const seconds = here.getSeconds() === 0 ? "" : `:${two(here.getSeconds())}`;
  return `${day}T${two(here.getHours())}:${two(here.getMinutes())}${seconds}`;
}

/** The moment that was typed: where this device is, unless it has an offset. */
export function momentOf(text: string): Moment | null {
  const local = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?$/.exec(text);
  if (!local) return parseMoment(text);
  const time = new Date(text).getTime();
  return isDate(local[1]!) && !Number.isNaN(time) ? BigInt(time) * 1000n : null;
}

export const datetime: AnswerType = {
  shown: () => ({ as: "line", type: "datetime-local" }),
  reader: (field) => {
    const judge = dayJudge(field);
    return textReader((text, { today }) => {
      const moment = momentOf(text);
      if (moment === null) return problem("not_an_instant");
      return judge(dayAt(new Date(Number(moment / 1000n))), today) ?? { value: formatMoment(moment) };
    });
  },
};
