import { type Field, ruleOf } from "../form.ts";
import { type AnswerType, type Reader, isBlank, problem } from "./answer.ts";
import { chosenValue, otherAllowed } from "./choices.ts";

/** Chosen options are stored in the form's order, and what else was written behind them. */
function reader(field: Field): Reader {
  const values = (field.options ?? []).map(({ value }) => value);
  const min = ruleOf(field, "min_selected", "number") ?? 0;
  const max = ruleOf(field, "max_selected", "number") ?? values.length + (otherAllowed(field) ? 1 : 0);
  const place = (value: string) => (values.includes(value) ? values.indexOf(value) : values.length);
  return (typed) => {
    if (!Array.isArray(typed)) return problem("wrong_type");
    const chosen: string[] = [];
    // A box for something else that was ticked and not yet written in is none.
    for (const one of typed.filter((each) => !isBlank(each))) {
      const value = typeof one === "string" ? chosenValue(field, one) : problem("wrong_type").problem;
      if (typeof value !== "string") return { problem: value };
      chosen.push(value);
    }
    if (chosen.length === 0) return undefined;
    if (new Set(chosen).size < chosen.length) return problem("repeated");
    if (chosen.length < min) return problem("too_few_items", { min: String(min) });
    if (chosen.length > max) return problem("too_many_items", { max: String(max) });
    return { value: chosen.sort((one, other) => place(one) - place(other)) };
  };
}

export const checkbox: AnswerType = { shown: () => ({ as: "choices" }), reader };
