import type { Draft, Json, JsonObject } from "#features/device";
import { isUnreadable } from "#kit/measurements/measurement.ts";
import { parseMeasurement } from "#kit/measurements/parse.ts";
import type { Now } from "#kit/expressions/functions.ts";

import { measurement, measurementText } from "./answers/measurement.ts";
import { type FormVersion, isGroup } from "./form.ts";
import { FormParts, type Part, whole } from "./form_parts.ts";
import { JudgedForm } from "./judged_form.ts";
import { presentMoment } from "./now.ts";
import { isObject, isSame, own } from "./settle.ts";

const baseOf = (draft: Draft): JsonObject => (isObject(draft.base?.record.submission_data) ? draft.base.record.submission_data : {});

/**
 * What is sent: answers in their normal forms, in the form's order, without those that are hidden. The server calculates by itself; a
 * correction has what was calculated all the same, so that only what differs from the record is a change.
 */
export function contentToSend(draft: Draft, version: FormVersion, now: Now = presentMoment()): JsonObject {
  const parts = new FormParts(version);
  const base = baseOf(draft);
  const { settlement } = new JudgedForm(parts, draft.content.submission_data, now, base);
  const submission_data = answersOf(parts, settlement.answers, base, whole, draft.base !== undefined);
  const { notes } = draft.content;
  const content: JsonObject = { form_id: version.form_id, form_version: version.form_version, submission_data };
  return typeof notes === "string" && notes.trim() !== "" ? { ...content, notes } : content;
}

/** `before`: the same row of the stored record. */
function answersOf(parts: FormParts, row: JsonObject, before: JsonObject, group: number, withCalculated: boolean): JsonObject {
  const made: JsonObject = {};
  for (const part of parts.inGroup.get(group) ?? []) {
    const { name } = part.field;
    const its = own(row, name);
    if (its === undefined || (part.calculation && !withCalculated)) continue;
    const answer = answerOf(parts, part, its, own(before, name), withCalculated);
    if (answer !== undefined) made[name] = answer;
  }
  return made;
}

function answerOf(parts: FormParts, part: Part, its: Json, before: Json | undefined, withCalculated: boolean): Json | undefined {
  if (isGroup(part.field)) {
    const rowOf = (row: Json, was: Json | undefined) => answersOf(parts, isObject(row) ? row : {}, isObject(was) ? was : {}, part.number, withCalculated);
    if (Array.isArray(its)) return its.map((row, place) => rowOf(row, Array.isArray(before) ? before[place] : undefined));
    const section = rowOf(its, before);
    return Object.keys(section).length === 0 ? undefined : section;
  }
  // The server reads the sizes from the text again; what it has already is no change.
  if (part.field.field_type === "measurement") return isSame(its, before) ? its : (measurementText(its) ?? its);
  return its;
}

/** Of a stored record, what people fill in: measurements are their texts again. */
export function submissionContentOf(record: JsonObject): JsonObject {
  const { form_id = null, form_version = null, submission_data = {}, notes } = record;
  const content: JsonObject = { form_id, form_version, submission_data: typedOf(submission_data) };
  return typeof notes === "string" ? { ...content, notes } : content;
}

function typedOf(answer: Json): Json {
  if (Array.isArray(answer)) return answer.map(typedOf);
  if (!isObject(answer)) return answer;
  return isMeasurement(answer) ? answer.text! : Object.fromEntries(Object.entries(answer).map(([name, one]) => [name, typedOf(one)]));
}

/** Whether the server made it of a measurement's text: a group with the same fields has other numbers. */
function isMeasurement(answer: JsonObject): boolean {
  if (typeof answer.text !== "string" || isUnreadable(parseMeasurement(answer.text))) return false;
  const read = measurement.reader({ name: "", label: "", field_type: "measurement" })(answer.text, { today: "", now: 0n });
  return read !== undefined && "value" in read && isSame(read.value, answer);
}
