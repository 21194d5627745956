import type { Json, JsonObject } from "#features/device";
import type { Now } from "#kit/expressions/functions.ts";

import { type Problem, problem } from "./answers/answer.ts";
import { isGroup } from "./form.ts";
import type { FormParts, Part } from "./form_parts.ts";
import { AnswerReader } from "./read_answers.ts";
import { Settlement, isObject, isSame, own } from "./settle.ts";
import { walk } from "./walk.ts";

export interface FieldProblem {
  /** `axles[0].load` */
  path: string;
  part: Part;
  problem: Problem;
}

/** A form and what is answered in it: what is shown, and what stands against sending it. */
export class JudgedForm {
  readonly reader: AnswerReader;
  readonly settlement: Settlement;
  #now: Now;

  /** `typed`: the draft's submission_data. `base`: that of the stored record, when this corrects one. */
  constructor(
    readonly parts: FormParts,
    typed: Json | undefined,
    now: Now,
    readonly base: JsonObject = {},
  ) {
    this.#now = now;
    this.reader = new AnswerReader(parts);
    this.reader.read(typed, now);
    this.settlement = new Settlement(parts, this.reader.answers, now);
  }

  /** Takes over what changed; gives the paths that look different. */
  change(typed: Json | undefined): Set<string> {
    const { parts, paths } = this.reader.read(typed, this.#now);
    if (parts.size === 0) return paths;
    for (const path of this.settlement.change(this.reader.answers, parts)) paths.add(path);
    return paths;
  }

  /** Judges everything as of now. */
  refresh(typed: Json | undefined, now: Now): Set<string> {
    this.#now = now;
    const before = [...this.reader.problems.keys()];
    this.reader.forget();
    const { paths } = this.reader.read(typed, now);
    for (const path of before) paths.add(path);
    for (const path of this.settlement.settleAll(this.reader.answers, now)) paths.add(path);
    return paths;
  }

  /** What is wrong with an answer that is visible. That it cannot be read is enough. */
  problemAt(part: Part, path: string): Problem | undefined {
    const state = this.settlement.stateAt(path);
    if (state.hidden) return undefined;
    const unreadable = this.reader.problems.get(path);
    if (unreadable && !part.calculation) return unreadable;
    if (isGroup(part.field) && this.#hasUnreadable(path)) return undefined;
    if (state.missing) return problem(part.field.field_type === "file" ? "file_required" : "required").problem;
    if (state.violated) return problem("rule_violated").problem;
    if (state.readOnly && this.isOther(path)) return problem("read_only").problem;
    if (state.tooLong || state.tooLongToJudge) return problem("takes_too_long").problem;
    return state.calculated === undefined ? undefined : this.#refusal(part, state.calculated);
  }

  /** Whether the answer is not that of the record. */
  isOther(path: string): boolean {
    return !isSame(withoutEmpty(answerAt(this.settlement.answers, path)), withoutEmpty(answerAt(this.base, path)));
  }

  /** Everything that stands against sending, in the form's order. */
  problems(): FieldProblem[] {
    const all: FieldProblem[] = [];
    walk(this.parts, this.settlement.answers, (part, path) => {
      const its = this.problemAt(part, path);
      if (its) all.push({ path, part, problem: its });
    });
    return all;
  }

  /** Whether something visible in a group cannot be read, which is told there. */
  #hasUnreadable(group: string): boolean {
    const within = [...this.reader.problems.keys()].filter((path) => path.startsWith(`${group}.`) || path.startsWith(`${group}[`));
    return within.some((path) => placesOn(path).every((place) => !this.settlement.stateAt(place).hidden));
  }

  /** Rules hold for what is calculated, too. */
  #refusal(part: Part, calculated: Json): Problem | undefined {
    const reading = part.read(calculated, this.#now);
    return reading && "problem" in reading ? reading.problem : undefined;
  }
}

/** The paths of a field and of the groups that it is in: `axles`, `axles[0].load`. */
const placesOn = (path: string): string[] => [...path.matchAll(/\[|\.|$/g)].map(({ index }) => path.slice(0, index));

/** The answer at a path such as `axles[0].load`. */
export function answerAt(answers: JsonObject, path: string): Json | undefined {
  let here: Json | undefined = answers;
  for (const [name] of path.matchAll(/[^.[\]]+/g)) {
    if (Array.isArray(here)) here = here[Number(name)];
    else here = isObject(here) ? own(here, name) : undefined;
  }
  return here;
}

/** Sections without an answer are not stored. */
function withoutEmpty(answer: Json | undefined): Json | undefined {
  if (Array.isArray(answer)) return answer.map((row) => withoutEmpty(row) ?? {});
  if (!isObject(answer)) return answer;
  const kept = Object.entries(answer).flatMap(([name, one]) => {
    const its = withoutEmpty(one);
    return its === undefined ? [] : [[name, its] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
