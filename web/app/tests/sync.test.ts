import { expect, test } from "vitest";

import type { Draft, JsonObject } from "../src/features/device/database.ts";
import { partsOf, valueAt, withValueAt } from "../src/features/drafts/paths.ts";
import { mergePatch, numbered, planned, withoutBlanks } from "../src/features/sync/operations.ts";

const draft = (more: Partial<Draft>): Draft => ({
  uuid: "0190a5f2-7c1e-4b7d-9f3a-0123456789ab",
  person: 7,
  kind: "wheel-specifications",
  content: {},
  problems: {},
  times: {},
  startedAt: 0,
  changedAt: 0,
  ...more,
});
const done = (made: Draft, content: JsonObject, first = 5) =>
  numbered(planned(made, content), first, made.base?.version, "2026-01-01T00:00:00Z").map(({ kind: _, deviceTime: __, ...operation }) => operation);

test("a new form is created and submitted, the second on top of the first", () => {
  const content = { fields: { wheelGauge: "1600" } };
  const { uuid } = draft({});
  expect(done(draft({}), content)).toEqual([
    { operation: "create", uuid, content, sequence: 5 },
    { operation: "submit", uuid, sequence: 6, baseSequence: 5 },
  ]);
});

test("a submission is submitted by being created", () => {
  const content = { form_id: 1, submission_data: {} };
  expect(done(draft({ kind: "submissions" }), content).map(({ operation }) => operation)).toEqual(["create"]);
});

test("a rejected form is opened again, changed and submitted, each on top of the other", () => {
  const base = { id: 3, version: 4, record: { status: "Rejected", wheelNo: "W-1", fields: { wheelGauge: "1600", rootRadius: "14" } }, filled: { fields: { rootRadius: "14" } } };
  const made = draft({ base, content: { wheelNo: "W-1", fields: { wheelGauge: "1601" } } });
  expect(done(made, { wheelNo: "W-1", fields: { wheelGauge: "1601" } })).toEqual([
    { operation: "reopen", id: 3, sequence: 5, baseVersion: 4 },
    { operation: "change", id: 3, content: { fields: { wheelGauge: "1601", rootRadius: null } }, sequence: 6, baseSequence: 5 },
    { operation: "submit", id: 3, sequence: 7, baseSequence: 6 },
  ]);
});

test("a saved form in which nothing was changed is only submitted", () => {
  const base = { id: 3, version: 4, record: { status: "Saved", wheelNo: "W-1" } };
  expect(done(draft({ base, content: { wheelNo: "W-1" } }), { wheelNo: "W-1" })).toEqual([{ operation: "submit", id: 3, sequence: 5, baseVersion: 4 }]);
});

test("blank members are left out", () => {
  expect(withoutBlanks({ a: " ", b: "x", c: { d: "", e: null, f: 0 }, g: [] })).toEqual({ b: "x", c: { f: 0 }, g: [] });
});

test("a merge patch says what differs, at any depth", () => {
  expect(mergePatch({ a: 1, b: { c: 2, d: 3 }, e: [1] }, { a: 1, b: { c: 4 }, e: [1, 2], f: 5 })).toEqual({ b: { c: 4, d: null }, e: [1, 2], f: 5 });
  expect(mergePatch({ a: { b: 1 } }, { a: { b: 1 } })).toEqual({});
});

test("paths lead into objects and lists", () => {
  expect(partsOf("submission_data.axles[1].load")).toEqual(["submission_data", "axles", 1, "load"]);
  const before = { axles: [{ load: 1 }], other: { kept: true } };
  const after = withValueAt(before, "axles[1].load", 2);
  expect(after).toEqual({ axles: [{ load: 1 }, { load: 2 }], other: { kept: true } });
  expect(after.other).toBe(before.other);
  expect(valueAt(after, "axles[1].load")).toBe(2);
  expect(valueAt(after, "axles[5].load")).toBeUndefined();
  expect(withValueAt(after, "axles[0]", undefined)).toEqual({ axles: [{ load: 2 }], other: { kept: true } });
  expect(withValueAt({ a: { b: 1 } }, "a.b", undefined)).toEqual({ a: {} });
});

test("what the server adds to a record is no change of it", () => {
  const record = { status: "Saved", bogieDetails: { bogieNo: "B-1", maker: "ICF", deficitComponents: "Bolt" } };
  const base = { id: 3, version: 4, record, filled: { bogieDetails: { bogieNo: "B-1", deficitComponents: "Bolt" } } };
  const content = { bogieDetails: { bogieNo: "B-1" } };
  expect(done(draft({ kind: "bogie-checksheets", base, content }), content)[0]).toMatchObject({ content: { bogieDetails: { deficitComponents: null } } });
});
