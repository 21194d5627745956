import { type Now, combined, functionNamed, lengthOf } from "./functions.ts";
import { type Decimal, difference, negative, power, product, quotient, sum } from "./number.ts";
import { type Json, type Type, type Value, compared, isList, oneOf, valueOf, valueOfText } from "./value.ts";

/** A tree as docs/expressions.md describes it. */
export type Tree = [string, ...(Tree | string | boolean | null)[]];

/** The answer with this name; undefined when there is none. */
export type Answers = (name: string) => Json | undefined;

/** Evaluates a tree; undefined when it takes more steps than an expression may. */
export type Expression = (answers: Answers, now: Now) => Value | undefined;

const mostSteps = 100_000;
const longestJoined = 10_000; // characters

/** One evaluation. */
interface Run {
  answers: Answers;
  now: Now;
  /** What `some`, `every`, `for` and filters are at, the innermost last. */
  elements: Value[];
  steps: number;
}
type Step = (run: Run) => Value;

class TooManySteps extends Error {}

function count(run: Run, steps = 1): void {
  if ((run.steps += steps) > mostSteps) throw new TooManySteps();
}

/** Makes a function of a tree, so that names are looked up, and literals read, once. Throws when it is no tree. */
export function expressionOf(tree: Tree): Expression {
  const whole = stepOf(tree, []);
  return (answers, now) => {
    try {
      return whole({ answers, now, elements: [], steps: 0 });
    } catch (error) {
      if (error instanceof TooManySteps) return undefined;
      throw error;
    }
  };
}

/** `names`: of the elements that are known there, the innermost last. */
function stepOf(tree: Tree, names: string[]): Step {
  const step = bareStepOf(tree, names);
  return (run) => {
    count(run);
    return step(run);
  };
}

function bareStepOf(tree: Tree, names: string[]): Step {
  const [op, ...rest] = tree;
  const part = (place: number) => stepOf(rest[place] as Tree, names);
  const parts = () => rest.map((one) => stepOf(one as Tree, names));
  switch (op) {
    case "literal":
      return literal(rest[0] as Type, rest[1] as string | boolean | null);
    case "name":
      return named(rest[0] as string, rest[1] as Type, names);
    case "member":
      return member(rest[0] as string, rest[1] as Type, part(2));
    case "list":
      return all(parts());
    case "element":
      return element(part(0), part(1));
    case "some":
    case "every":
    case "for":
    case "filter":
      return each(op, part(1), stepOf(rest[2] as Tree, [...names, rest[0] as string]), names.length);
    case "if":
      return choice(parts());
    case "and":
    case "or": {
      const truths = all(parts());
      return (run) => combined(truths(run), op === "and");
    }
    case "unanswered": {
      const asked = part(0);
      return (run) => asked(run) === null;
    }
    case "within":
      return within(rest[0] as string, part(1), part(2), part(3));
  }
  const comparison = comparisons[op];
  if (comparison) return compare(comparison, part(0), part(1));
  const calculation = calculations[op];
  return calculation ? calculated(calculation, parts()) : called(op, parts());
}

function literal(type: Type, written: string | boolean | null): Step {
  const value = typeof written === "string" ? valueOfText(written, type) : written;
  return () => value;
}

function named(name: string, type: Type, names: string[]): Step {
  const place = names.lastIndexOf(name);
  if (place >= 0) return (run) => run.elements[place] ?? null;
  return (run) => answer(run, run.answers(name), type);
}

function answer(run: Run, found: Json | undefined, type: Type): Value {
  if (Array.isArray(found) && isList(type)) count(run, found.length);
  return valueOf(found, type);
}

const all = (parts: Step[]) => (run: Run): Value[] => parts.map((part) => part(run));

function member(name: string, type: Type, of: Step): Step {
  const one = oneOf(type);
  const memberOf = (run: Run, row: Value, wanted: Type) =>
    row !== null && typeof row === "object" && !Array.isArray(row) && Object.hasOwn(row, name) ? answer(run, (row as { [name: string]: Json })[name], wanted) : null;
  return (run) => {
    const row = of(run);
    return Array.isArray(row) ? row.map((its) => memberOf(run, its, one)) : memberOf(run, row, type);
  };
}

function element(list: Step, number: Step): Step {
  return (run) => {
    const [elements, at] = [list(run), number(run)];
    if (!Array.isArray(elements) || at === null) return null;
    const place = Number((at as Decimal).toFixed());
    if (!Number.isInteger(place) || place === 0) return null;
    return elements[place > 0 ? place - 1 : elements.length + place] ?? null;
  };
}

/** What `inner` gives for each element of a list, which stands at `depth`. */
function each(op: "some" | "every" | "for" | "filter", list: Step, inner: Step, depth: number): Step {
  return (run) => {
    const elements = list(run);
    if (!Array.isArray(elements)) return null;
    const values = elements.map((one) => {
      run.elements[depth] = one;
      return inner(run);
    });
    if (op === "for") return values;
    if (op === "filter") return elements.filter((_, place) => values[place] === true);
    return combined(values, op === "every");
  };
}

/** Unlike FEEL, which takes the last value when a condition is null: a value would come of nothing. */
function choice(parts: Step[]): Step {
  const last = parts.length - 1;
  return (run) => {
    for (let place = 0; place < last; place += 2) {
      const condition = parts[place]!(run);
      if (condition === null) return null;
      if (condition) return parts[place + 1]!(run);
    }
    return parts[last]!(run);
  };
}

type Comparison = (order: number) => boolean;
const comparisons: Record<string, Comparison> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

const judged = (comparison: Comparison, left: Value, right: Value): Value => (left === null || right === null ? null : comparison(compared(left, right)));

function compare(comparison: Comparison, left: Step, right: Step): Step {
  return (run) => judged(comparison, left(run), right(run));
}

/** `ends` tells which of the two belong to the range: `[)`. */
function within(ends: string, value: Step, low: Step, high: Step): Step {
  const above = comparisons[ends[0] === "[" ? ">=" : ">"]!;
  const below = comparisons[ends[1] === "]" ? "<=" : "<"]!;
  return (run) => {
    const [its, lowest, highest] = [value(run), low(run), high(run)];
    return combined([judged(above, its, lowest), judged(below, its, highest)], true);
  };
}

type Calculation = (left: Decimal, right: Decimal) => Value;
const calculations: Record<string, Calculation> = { "+": sum, "-": difference, "*": product, "/": quotient, "**": power };

function calculated(calculation: Calculation, parts: Step[]): Step {
  const operands = all(parts);
  return (run) => {
    const values = operands(run);
    if (values.includes(null)) return null;
    if (typeof values[0] === "string") return joined(values as string[]);
    if (values.length === 1) return negative(values[0] as Decimal);
    return values.reduce((left, right) => left && calculation(left as Decimal, right as Decimal));
  };
}

function joined(texts: string[]): Value {
  const text = texts.join("");
  return text.length > longestJoined && lengthOf(text) > longestJoined ? null : text;
}

function called(name: string, parts: Step[]): Step {
  const does = functionNamed(name);
  if (!does) throw new Error(`no function of expressions is called ${name}`);
  const given = all(parts);
  return (run) => {
    const values = given(run);
    return values.includes(null) ? null : does(values, run.now);
  };
}
