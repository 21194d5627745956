import { describe, expect, test, vi } from "vitest";

import { queryOf } from "../src/features/records/queries.ts";
import { RowCounter, hasDirectory, receive, rowsAtEnd } from "../src/features/records/receiving.ts";
import { isShown, viewsOf, withView } from "../src/features/records/saved_views.ts";
import { carriedTo, validateRecordsSearch } from "../src/features/records/search.ts";
import { type Key, actionOf } from "../src/features/review/keys.ts";
import { leavesOf, textOf, touches, valueAt } from "../src/features/review/leaves.ts";
import { afterLeaving, moved } from "../src/features/review/moves.ts";
import { changesBetween, changesOf, changesSince, eventsSince } from "../src/features/review/past.ts";
import { changed, filtersOf, hrefOf, placeOf, validateReviewSearch } from "../src/features/review/search.ts";
import { extended, nothingChosen, toggled, without } from "../src/features/review/selection.ts";
import { statusOf } from "../src/features/review/statuses.ts";
import { canEdit, threadsOf } from "../src/features/review/threads.ts";
import { joined, outcomeOf, portionsOf } from "../src/features/review/verdicts.ts";
import { ageOf } from "../src/features/review/waiting.ts";

// Of the face only the logic: the pages need what the build makes of their texts.
vi.mock("#features/review", async () => ({
  ...(await import("../src/features/review/kinds.ts")),
  ...(await import("../src/features/review/search.ts")),
  ...(await import("../src/features/review/statuses.ts")),
}));

describe("keys", () => {
  const key = (name: string, more: Partial<Key> = {}): Key => ({ key: name, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...more });

  test.each([
    ["j", "next"],
    ["K", "previous"],
    ["a", "approve"],
    ["r", "reject"],
    ["e", "review"],
    ["x", "choose"],
    ["?", "help"],
    ["Enter", "open"],
    ["q", undefined],
  ])("%s asks for %s", (name, action) => {
    expect(actionOf(key(name), false, false)).toBe(action);
  });

  test("letters are letters in a field", () => {
    for (const name of ["j", "a", "?", "Enter", "Escape"]) expect(actionOf(key(name), true, false)).toBeUndefined();
  });
  test("Enter presses the button or link that it is on", () => {
    expect(actionOf(key("Enter"), false, true)).toBeUndefined();
  });
  test("a key that is held goes on through the list, and decides nothing", () => {
    expect(actionOf(key("j", { repeat: true }), false, false)).toBe("next");
    expect(actionOf(key("a", { repeat: true }), false, false)).toBeUndefined();
  });
  test("the browser's own shortcuts are left to it", () => {
    expect(actionOf(key("a", { ctrlKey: true }), false, false)).toBeUndefined();
    expect(actionOf(key("r", { metaKey: true }), false, false)).toBeUndefined();
    expect(actionOf(key("A", { shiftKey: true }), false, false)).toBeUndefined();
  });
  test("Shift chooses up to here", () => {
    expect(actionOf(key("X", { shiftKey: true }), false, false)).toBe("extend");
  });
  test("on a keyboard in Devanagari the same keys do the same", () => {
    expect(actionOf(key("र", { code: "KeyJ" }), false, false)).toBe("next");
  });
  test("on another Latin keyboard the letter counts, not its place", () => {
    expect(actionOf(key("a", { code: "KeyQ" }), false, false)).toBe("approve");
    expect(actionOf(key("q", { code: "KeyA" }), false, false)).toBeUndefined();
  });
});

describe("the list", () => {
  const order = ["a/1", "a/2", "a/3", "a/4"];
  test("moving stops at its ends", () => {
    expect(moved(order, undefined, 1)).toBe("a/1");
    expect(moved(order, "a/2", 1)).toBe("a/3");
    expect(moved(order, "a/4", 1)).toBe("a/4");
    expect(moved(order, "a/1", -1)).toBe("a/1");
    expect(moved([], "a/1", 1)).toBeUndefined();
  });
  test("after a decision the next one opens, at the end the one before", () => {
    expect(afterLeaving(order, "a/2", new Set(["a/2", "a/3"]))).toBe("a/4");
    expect(afterLeaving(order, "a/4", new Set(["a/4"]))).toBe("a/3");
    expect(afterLeaving(["a/1"], "a/1", new Set(["a/1"]))).toBeUndefined();
  });
  test("records are chosen one by one, and up to another in both directions", () => {
    const one = toggled(nothingChosen, "a/3");
    expect([...one.chosen]).toEqual(["a/3"]);
    expect([...extended(one, order, "a/1").chosen].sort()).toEqual(["a/1", "a/2", "a/3"]);
    expect([...extended(nothingChosen, order, "a/2").chosen]).toEqual(["a/2"]);
    expect(toggled(one, "a/3").chosen.size).toBe(0);
  });
  test("what is decided is no longer chosen", () => {
    const both = toggled(toggled(nothingChosen, "a/1"), "a/2");
    expect(without(both, new Set(["a/2"]))).toEqual({ chosen: new Set(["a/1"]) });
    expect(without(both, new Set(["a/1"]))).toEqual({ chosen: new Set(["a/2"]), anchor: "a/2" });
  });
});

describe("verdicts", () => {
  const state = { kind: "wheel-specifications", id: 1, title: "WS", status: "Approved" as const, version: 3, revision: 1 };
  test("tell what was done, and why not", () => {
    const { accepted, refused } = outcomeOf([
      { kind: "wheel-specifications", id: 1, accepted: true, review: state },
      { kind: "submissions", id: 2, accepted: false, problem: { message: "The request is wrong.", errors: { note: ["Say why."] } } },
      { kind: "submissions", id: 3, accepted: false, problem: { message: "Somebody else changed it." } },
      { kind: "submissions", id: 4, accepted: false },
    ]);
    expect([...accepted]).toEqual([["wheel-specifications/1", state]]);
    expect([...refused]).toEqual([
      ["submissions/2", "Say why."],
      ["submissions/3", "Somebody else changed it."],
      ["submissions/4", ""],
    ]);
  });
  test("of several portions are put together", () => {
    expect(portionsOf(Array.from({ length: 250 }, (_, place) => place)).map(({ length }) => length)).toEqual([100, 100, 50]);
    const one = { accepted: new Map([["a/1", undefined]]), refused: new Map<string, string>() };
    const other = { accepted: new Map(), refused: new Map([["a/2", "no"]]) };
    expect(joined([one, other])).toEqual({ accepted: new Map([["a/1", undefined]]), refused: new Map([["a/2", "no"]]) });
  });
});

describe("the address", () => {
  test("of the queue keeps what it understands", () => {
    const search = validateReviewSearch({ kind: "bogie-checksheets", status: "Reviewed", depot: 3, severity: "4", older: "7", inspector: 12, assigned: "me", open: "submissions/5" });
    expect(search).toEqual({ kind: "bogie-checksheets", status: "Reviewed", depot: 3, severity: 4, older: 7, inspector: "12", assigned: "me", open: "submissions/5" });
    expect(filtersOf(search)).toEqual({ kind: "bogie-checksheets", status: "Reviewed", depot: 3, severity: 4, older_than_days: 7, inspector: "12", assigned: "me" });
  });
  test("leaves out what nobody understands", () => {
    expect(validateReviewSearch({ kind: "cars", status: "Approved", depot: -1, severity: 5, older: "1e3", inspector: " ", sort: "title", open: "cars/5" })).toEqual({});
    expect(placeOf("submissions/0")).toBeUndefined();
    expect(placeOf("submissions/5/6")).toBeUndefined();
  });
  test("is written as it is read", () => {
    const search = validateReviewSearch({ kind: "submissions", depot: 1, open: "submissions/5" });
    const read = Object.fromEntries(new URLSearchParams(hrefOf(search).slice(1)));
    expect(validateReviewSearch(read)).toEqual(search);
    expect(changed(search, { depot: undefined })).toEqual({ kind: "submissions", open: "submissions/5" });
  });
  test("of the records becomes the query of each kind", () => {
    const search = validateRecordsSearch({ number: "WS", subject: 4711, person: "KGP-1", from: "2026-01-01", to: "2026-01-31", status: "Submitted", findings: "true", form: "2", sort: "form_number" });
    expect(queryOf["wheel-specifications"](search)).toEqual({
      form_number: "WS", wheel_no: "4711", submitted_by: "KGP-1", submitted_date_from: "2026-01-01", submitted_date_to: "2026-01-31", status: "Submitted", has_findings: true,
    });
    expect(queryOf["bogie-checksheets"](search)).toMatchObject({ bogie_no: "4711", inspection_by: "KGP-1", inspection_date_to: "2026-01-31" });
    const query = queryOf.submissions(search);
    expect(query).toMatchObject({ status: "pending", submitted_by: "KGP-1" });
    expect(Date.parse(query.submitted_before!) - Date.parse(query.submitted_after!)).toBe(31 * 24 * 60 * 60_000);
  });
  test("of records leaves out days that are none", () => {
    expect(validateRecordsSearch({ from: "2026-13-01", to: "yesterday", findings: "perhaps", form: 0, status: "pending" })).toEqual({});
  });
  test("of records keeps only what another kind has too", () => {
    expect(carriedTo("submissions", { number: "WS", subject: "W-1", form: 1, sort: "form_number", status: "Approved" })).toEqual({ status: "Approved" });
  });
});

test("views are kept by their names, and what makes no sense is dropped", () => {
  const view = { name: "Cracks", kind: "bogie-checksheets" as const, search: { findings: true } };
  expect(withView([view], { ...view, search: {} })).toEqual([{ ...view, search: {} }]);
  expect(viewsOf(JSON.parse(JSON.stringify([view, null, { name: "", kind: "cars" }])))).toEqual([view]);
  expect(viewsOf("nonsense")).toEqual([]);
  expect(isShown(view, "bogie-checksheets", { findings: true })).toBe(true);
  expect(isShown(view, "bogie-checksheets", {})).toBe(false);
});

describe("what was filled in", () => {
  const content = { notes: null, submission_data: { axles: [{ gauge: { text: "1600 (+2,-1)", nominal: 1600, low: 1599 }, height: 29 }], hazards: ["oil", "noise"] } };
  test("is listed with the paths of the API", () => {
    expect(leavesOf(content)).toEqual([
      { path: "notes", value: null },
      { path: "submission_data.axles[0].gauge", value: "1600 (+2,-1)" },
      { path: "submission_data.axles[0].height", value: 29 },
      { path: "submission_data.hazards", value: ["oil", "noise"] },
    ]);
    expect(textOf(valueAt(content, "submission_data.axles[0].gauge"))).toBe("1600 (+2,-1)");
    expect(textOf(["oil", "noise"])).toBe("oil, noise");
    expect(valueAt(content, "submission_data.wheels[3].size")).toBeUndefined();
  });
  test("a path concerns what is within it", () => {
    expect(touches("a.b", "a.b[0].c")).toBe(true);
    expect(touches("a.b[0]", "a.b")).toBe(true);
    expect(touches("a.bc", "a.b")).toBe(false);
  });
  test("differs field by field", () => {
    const after = { notes: "seen", submission_data: { ...content.submission_data, hazards: ["oil"] }, deviceTimes: [{ field: "x", at: 1 }] };
    expect(changesBetween(content, after)).toEqual([
      { field: "notes", before: null, after: "seen" },
      { field: "submission_data.hazards", before: ["oil", "noise"], after: ["oil"] },
    ]);
  });
});

describe("the history", () => {
  const at = "2026-01-01T00:00:00Z";
  const entry = (id: number, version: number, action: string, before: unknown, after: unknown) => ({ id, occurredAt: at, version, action, before, after, actorId: 3 });
  const entries = [
    entry(1, 1, "created", null, { fields: { wheelGauge: "1600" }, wheelNo: "W-1" }),
    entry(2, 2, "submitted", { status: "saved" }, { status: "submitted" }),
    entry(3, 4, "rejected", { status: "reviewed" }, { status: "rejected" }),
    entry(4, 6, "updated", { fields: { wheelGauge: "1600" }, wheelNo: "W-1" }, { fields: { wheelGauge: "1601" }, wheelNo: "W-1" }),
    entry(5, 7, "submitted", { status: "saved" }, { status: "submitted" }),
  ].reverse();
  test("tells what was changed since a version", () => {
    expect(changesSince(entries, 4)).toEqual([{ field: "fields.wheelGauge", before: "1600", after: "1601" }]);
    expect(changesSince(entries, 6)).toEqual([]);
    expect(changesSince(entries.slice(0, 2), 4)).toEqual([]); // the rest is in the archive
  });
  test("tells what was done since a version", () => {
    expect(eventsSince(entries, 4).map(({ id }) => id)).toEqual([5]);
  });
  test("tells what an event changed", () => {
    expect(changesOf(entries[1]!)).toHaveLength(1);
    expect(changesOf(entries[4]!)).toEqual([]);
    expect(changesOf(entries[0]!)).toEqual([]);
  });
});

test("comments stand in threads, and their authors edit them for five minutes", () => {
  const comment = (id: number, threadId: number, more = {}) => ({ id, threadId, text: "…", mentions: [], writtenBy: 3, version: 1, createdAt: "2026-01-01T00:00:00Z", ...more });
  const threads = threadsOf([comment(3, 1), comment(2, 2, { field: "fields.wheelGauge" }), comment(1, 1)]);
  expect(threads.map(({ id, field, comments }) => [id, field, comments.map((one) => one.id)])).toEqual([
    [1, undefined, [1, 3]],
    [2, "fields.wheelGauge", [2]],
  ]);
  const written = Date.parse("2026-01-01T00:00:00Z");
  expect(canEdit(comment(1, 1), 3, written + 299_000)).toBe(true);
  expect(canEdit(comment(1, 1), 3, written + 301_000)).toBe(false);
  expect(canEdit(comment(1, 1), 4, written)).toBe(false);
});

test("all kinds use the same words for where they are", () => {
  expect(["pending", "Submitted", "reviewed", "Nonsense"].map(statusOf)).toEqual(["Submitted", "Submitted", "Reviewed", undefined]);
});

test("how long something waits is told in the largest unit", () => {
  const now = Date.parse("2026-01-10T12:00:00Z");
  expect(ageOf("2026-01-07T11:00:00Z", now, "en")).toBe("3 days ago");
  expect(ageOf("2026-01-10T09:30:00Z", now, "en")).toMatch(/^2 hr/);
  expect(ageOf("2026-01-10T12:00:30Z", now, "en")).toBe("this minute");
});

describe("an export", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const streamOf = (parts: Uint8Array[], fails = false) =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const part = parts.shift();
        if (part) controller.enqueue(part);
        else if (fails) controller.error(new TypeError("network error"));
        else controller.close();
      },
    });
  const never = new AbortController().signal;

  test("counts records, whose line breaks may be within quotes", () => {
    const counter = new RowCounter();
    counter.add(bytes('a,b\r\n1,"two\r\n'));
    counter.add(bytes('lines ""here"""\r\n2,x\r\n'));
    expect(counter.rows).toBe(2);
  });
  test("is whole when it says so at its end", async () => {
    const told: number[] = [];
    const received = await receive(streamOf([bytes("\uFEFFa,b\r\n1,x\r\n"), bytes("2,y\r\n# end: 2 rows,\r\n")]), "csv", ({ bytes: size }) => told.push(size), never);
    expect([received.whole, received.progress.rows, told.length]).toEqual([true, 2, 2]);
  });
  test("is not whole when it was cut, or only looks like its end", async () => {
    expect((await receive(streamOf([bytes("a\r\n1\r\n")], true), "csv", () => {}, never)).whole).toBe(false);
    expect((await receive(streamOf([bytes("a\r\n1\r\n")]), "csv", () => {}, never)).whole).toBe(false);
    expect(rowsAtEnd("1\r\n# end: 12 rows,,\r\n")).toBe(12);
    expect(rowsAtEnd("1\r\n# end: 1 row")).toBeUndefined();
  });
  test("of a workbook has a directory at its end", async () => {
    const directory = new Uint8Array([1, 2, 0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)]);
    expect(hasDirectory(directory)).toBe(true);
    expect(hasDirectory(directory.slice(0, 20))).toBe(false);
    expect((await receive(streamOf([directory]), "xlsx", () => {}, never)).progress.rows).toBeUndefined();
  });
  test("is given up when somebody cancels", async () => {
    const controller = new AbortController();
    const received = receive(streamOf([bytes("a\r\n"), bytes("1\r\n")]), "csv", () => controller.abort(), controller.signal);
    await expect(received).rejects.toThrow();
  });
});
