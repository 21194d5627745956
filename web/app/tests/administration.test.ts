import { Failure } from "@kpa/client";
import { describe, expect, it } from "vitest";

import { entriesFile } from "../src/features/audit/entries_file.ts";
import { linesOf, textOf } from "../src/features/audit/entry_lines.ts";
import { lastSeal } from "../src/features/audit/last_seal.ts";
import { daysAgo, localOf, momentOf } from "../src/features/audit/local_time.ts";
import { filtersOf as auditFilters, validateAuditSearch } from "../src/features/audit/search.ts";
import { count, found, levelBelow, treeOf } from "../src/features/depots/place.ts";
import { validateDepotsSearch } from "../src/features/depots/search.ts";
import { checksOf, statusOf } from "../src/features/health/checks.ts";
import { faultOf } from "../src/features/people/chosen_file.ts";
import { detailsOf, newPersonOf, noDetails, patchOf } from "../src/features/people/details.ts";
import { linkOf } from "../src/features/people/link.ts";
import { countByColumn, problemsFile } from "../src/features/people/problems.ts";
import { isHigher, mayChange, rankOf } from "../src/features/people/rank.ts";
import { filtersOf, isFiltered, validatePeopleSearch } from "../src/features/people/search.ts";
import { templateFile } from "../src/features/people/template.ts";
import { isWhole } from "../src/features/people/whole.ts";
import { choicesOf, lastChangeOf } from "../src/features/settings/choices.ts";
import { turned } from "../src/kit/address.ts";
import { csvOf } from "../src/kit/csv.ts";
import { changesOf, clashesOf, differencesOf, rebased } from "../src/kit/merging.ts";

const person = {
  id: 3,
  first_name: "Meera",
  last_name: "Das",
  phone_number: "+919876500001",
  email: null,
  employee_id: "KGP-1003",
  depot_id: 1,
  manager_id: null,
  is_staff: false,
  is_superuser: false,
  sight: "all" as const,
  is_active: true,
  date_joined: "2024-01-15T10:00:00Z",
  full_name: "Meera Das",
  full_address: "",
};

describe("addresses", () => {
  it("keep what is understood of the people's filters, and nothing else", () => {
    expect(validatePeopleSearch({ search: "  meera ", depot: "3", active: "false", staff: true, sort: "-name", view: "new", hello: 1 })).toEqual({
      search: "meera",
      depot: 3,
      active: false,
      staff: true,
      sort: "-name",
      view: "new",
    });
    expect(validatePeopleSearch({ search: 4711, depot: -1, active: "maybe", sort: "phone", view: "old", import: "x" })).toEqual({ search: "4711" });
    expect(validatePeopleSearch({ search: "x".repeat(101) })).toEqual({});
  });

  it("are filters as the API calls them", () => {
    const search = validatePeopleSearch({ active: true, staff: false, manager: 2, view: "import", sort: "name" });
    expect(filtersOf(search)).toEqual({ is_active: true, is_staff: false, manager: 2 });
    expect(isFiltered(search)).toBe(true);
    expect(isFiltered({ sort: "-name", view: "new" })).toBe(false);
    expect(auditFilters({ who: 1, type: "user", record: 3, open: 9, sort: "occurred_at" })).toEqual({ actor_id: 1, entity_type: "user", entity_id: 3 });
  });

  it("of the audit log take only real moments", () => {
    expect(validateAuditSearch({ from: "2026-11-30T08:15:00.000Z", to: "yesterday", who: "7", sort: "-occurred_at" })).toEqual({ from: "2026-11-30T08:15:00.000Z", who: 7 });
    expect(validateAuditSearch({ from: "2026-13-45T99:00" })).toEqual({});
  });

  it("of the depots name what is open", () => {
    for (const open of ["new-zone", "depot-3", "below-division-2"]) expect(validateDepotsSearch({ open })).toEqual({ open });
    for (const open of ["depot", "depot-0", "depot-3-4", "city-1", "below-"]) expect(validateDepotsSearch({ open })).toEqual({});
  });

  it("lose a member that becomes undefined", () => {
    expect(turned({ depot: 3, search: "a" }, { depot: undefined, search: "b" })).toEqual({ search: "b" });
  });
});

describe("a form over a record that somebody else changed", () => {
  const base = { name: "a", code: "A", depot: 1 as number | null };
  it("sends only what was changed", () => {
    expect(changesOf(base, { ...base, depot: null })).toEqual({ depot: null });
    expect(changesOf(base, base)).toEqual({});
  });
  it("takes over what the person did not touch, and keeps theirs", () => {
    const theirs = { name: "b", code: "B", depot: 1 };
    const mine = { ...base, code: "C", depot: 2 };
    expect(rebased(base, mine, theirs)).toEqual({ name: "b", code: "C", depot: 2 });
    expect(clashesOf(base, mine, theirs)).toEqual(["code"]);
    expect(differencesOf(base, theirs)).toEqual([
      { field: "name", before: "a", after: "b" },
      { field: "code", before: "A", after: "B" },
    ]);
  });
  it("has no clash where both wrote the same", () => {
    expect(clashesOf(base, { ...base, name: "b" }, { ...base, name: "b" })).toEqual([]);
  });
});

describe("a person", () => {
  it("is the same after the form", () => {
    expect(changesOf(detailsOf(person), detailsOf({ ...person }))).toEqual({});
    expect(detailsOf(person)).toMatchObject({ email: "", employee_id: "KGP-1003", rank: "regular", depot_id: 1, manager_id: null });
  });
  it("is patched with null for what was emptied, and the rank as two members", () => {
    expect(patchOf({ employee_id: "", language: "", first_name: "", depot_id: null, rank: "staff" })).toEqual({
      employee_id: null,
      language: null,
      first_name: "",
      depot_id: null,
      is_staff: true,
      is_superuser: false,
    });
    expect(patchOf({ rank: "superuser" })).toEqual({ is_staff: true, is_superuser: true });
  });
  it("is created without what is empty; rank and sight only by who may give them", () => {
    const details = { ...noDetails, first_name: "Meera", last_name: "", phone_number: "123", depot_id: 2, rank: "staff" as const, sight: "depot" as const };
    expect(newPersonOf(details, false)).toEqual({ first_name: "Meera", last_name: "", phone_number: "123", depot_id: 2 });
    expect(newPersonOf(details, true)).toEqual({ first_name: "Meera", last_name: "", phone_number: "123", depot_id: 2, is_staff: true, is_superuser: false, sight: "depot" });
  });
  it("is changed by whom the permissions say", () => {
    const [superuser, staff] = [{ id: 1, is_staff: true, is_superuser: true }, { id: 2, is_staff: true }];
    expect([rankOf(superuser), rankOf(staff), rankOf(person)]).toEqual(["superuser", "staff", "regular"]);
    expect(mayChange(superuser, staff)).toBe(true);
    expect(mayChange(staff, person)).toBe(true);
    expect(mayChange(staff, superuser)).toBe(false);
    expect(mayChange(staff, { id: 9, is_staff: true })).toBe(false);
    expect(mayChange(person, person)).toBe(false);
    expect(isHigher("staff", "regular")).toBe(true);
    expect(isHigher("staff", "staff")).toBe(false);
  });
  it("gets a link of the installation's page, else of this app, with the token behind the #", () => {
    expect(linkOf({ link: "https://x.example/reset#token=1", token: "1" }, "https://kpa.example")).toBe("https://x.example/reset#token=1");
    expect(linkOf({ link: null, token: "a-_b" }, "https://kpa.example")).toBe("https://kpa.example/set-password#token=a-_b");
  });
});

describe("files of people", () => {
  it("are told to be wrong before they are sent", () => {
    expect(faultOf({ name: "people.XLSX", size: 9 })).toBe("workbook");
    expect(faultOf({ name: "people.csv", size: 0 })).toBe("empty");
    expect(faultOf({ name: "people.csv", size: 33 * 1024 * 1024 })).toBe("too large");
    expect(faultOf({ name: "people.csv", size: 10 })).toBeUndefined();
  });
  it("have a template without the columns that staff may not fill in", () => {
    expect(templateFile(true)).toContain("sight");
    expect(templateFile(false)).not.toMatch(/sight|is_staff|is_superuser/);
    expect(templateFile(false)).toMatch(/^\uFEFFphone_number,first_name,last_name,/);
  });
  it("are whole when they end as the server ends them", () => {
    expect(isWhole("a,b\r\n# end: 12 rows,\r\n")).toBe(true);
    expect(isWhole("a,b\r\n# end: 12 rows,,,,\r\n")).toBe(true);
    expect(isWhole("a,b\r\nc,# end: 12")).toBe(false);
    expect(isWhole("a,b\r\n")).toBe(false);
  });
  it("have their problems counted by column, and written as a file", () => {
    const problem = (row: number, column: string, message: string) => ({ row, column, code: "x", params: {}, message });
    const problems = [problem(0, "", "No rows"), problem(2, "phone_number", "Must be a phone number, such as +91"), problem(3, "phone_number", "=taken")];
    expect(countByColumn(problems)).toEqual([["phone_number", 2], ["", 1]]);
    expect(problemsFile(problems, ["Row", "Column", "Problem"])).toBe(
      '\uFEFFRow,Column,Problem\r\n,,No rows\r\n2,phone_number,"Must be a phone number, such as +91"\r\n3,phone_number,\'=taken\r\n',
    );
  });
});

describe("files for spreadsheets", () => {
  it("run no formula, and leave phone numbers alone", () => {
    expect(csvOf([["=1+1", "@x", "-2+3", "+919876500001", "-5", 'say "a"', "a;b"]])).toBe("\uFEFF'=1+1,'@x,'-2+3,+919876500001,-5,\"say \"\"a\"\"\",\"a;b\"\r\n");
  });
});

describe("depots", () => {
  const zones = [{ id: 1, code: "SER", name: "South Eastern Railway", version: 1 }, { id: 2, code: "CR", name: "Central Railway", version: 1 }];
  const divisions = [{ id: 5, code: "KGP", name: "Kharagpur", zone_id: 1, version: 1 }, { id: 6, code: "ADRA", name: "Adra", zone_id: 1, version: 1 }];
  const depots = [{ id: 9, code: "KGP-WS", name: "Workshop", division_id: 5, version: 1 }, { id: 10, code: "SRC-CD", name: "Coaching", division_id: 5, version: 1 }];
  const tree = treeOf(zones, divisions, depots);
  it("are a tree", () => {
    expect(tree.map(({ code, below }) => [code, below.map(({ code: division, below: inside }) => [division, inside.map((one) => one.code)])])).toEqual([
      ["SER", [["KGP", ["KGP-WS", "SRC-CD"]], ["ADRA", []]]],
      ["CR", []],
    ]);
    expect([count(tree, "zone"), count(tree, "division"), count(tree, "depot")]).toEqual([2, 2, 2]);
    expect([levelBelow("zone"), levelBelow("division"), levelBelow("depot")]).toEqual(["division", "depot", undefined]);
  });
  it("are found with what is above them, and with all that is below", () => {
    const shown = found(tree, " coach");
    expect(shown.map(({ code }) => code)).toEqual(["SER"]);
    expect(shown[0]?.below.map(({ code, below }) => [code, below.map((one) => one.code)])).toEqual([["KGP", ["SRC-CD"]]]);
    expect(found(tree, "kharagpur")[0]?.below[0]?.below).toHaveLength(2);
    expect(found(tree, "nowhere")).toEqual([]);
    expect(found(tree, "")).toHaveLength(2);
  });
});

describe("entries of the audit log", () => {
  it("tell what changed, member by member", () => {
    expect(linesOf({ a: 1, b: { c: "x", d: null } }, { a: 1, b: { c: "y", d: null }, e: [1, 2] })).toEqual([
      { field: "b.c", before: "x", after: "y" },
      { field: "e", before: "", after: "1, 2" },
    ]);
    expect(linesOf(null, { code: "forbidden" })).toEqual([{ field: "code", before: "", after: "forbidden" }]);
    expect(linesOf(null, null)).toEqual([]);
  });
  it("write what is nested as it is", () => {
    expect([textOf(null), textOf(true), textOf(["a", 1]), textOf([{ a: 1 }])]).toEqual(["", "true", "a, 1", '[{"a":1}]']);
  });
  it("are saved with the API's names", () => {
    const entry = { id: 1, occurred_at: "2024-01-15T10:00:00Z", actor_id: 7, actor_name: "Asha", entity_type: "user", entity_id: 3, action: "changed", before: { a: 1 }, after: { a: 2 }, address: "::1", request_id: "r", seal: 5 };
    expect(entriesFile([entry]).split("\r\n")[1]).toBe('1,2024-01-15T10:00:00Z,7,Asha,changed,user,3,,::1,r,5,"{""a"":1}","{""a"":2}"');
  });
  it("say where the chain ends, and when sealing stands still", () => {
    const at = "2024-01-15T10:00:00Z";
    const now = Date.parse(at);
    const entries = [{ seal: null, occurred_at: at }, { seal: 7, occurred_at: at }, { seal: 8, occurred_at: at }];
    expect(lastSeal(entries, now)).toEqual({ seal: 8, at, unsealed: 1, late: false });
    expect(lastSeal(entries, now + 61_000).late).toBe(true);
    expect(lastSeal([], now)).toEqual({ seal: undefined, at: undefined, unsealed: 0, late: false });
  });
  it("are found by local times", () => {
    const moment = momentOf("2026-11-30T13:45");
    expect(localOf(moment)).toBe("2026-11-30T13:45");
    expect(momentOf("")).toBeUndefined();
    expect(localOf(undefined)).toBe("");
    expect(daysAgo(1, Date.parse("2026-11-30T13:45:30Z"))).toBe("2026-11-29T13:45:00.000Z");
  });
});

describe("settings", () => {
  it("know who changed each last", () => {
    const entries = [
      { id: 3, before: { registration_open: true, require_second_factor_for_staff: false }, after: { registration_open: false, require_second_factor_for_staff: false } },
      { id: 2, before: { require_second_factor_for_staff: true }, after: { require_second_factor_for_staff: false } },
    ];
    expect(lastChangeOf(entries, "registration_open")?.id).toBe(3);
    expect(lastChangeOf(entries, "require_second_factor_for_staff")?.id).toBe(2);
    expect(lastChangeOf([], "registration_open")).toBeUndefined();
  });
  it("are read without their version", () => {
    expect(choicesOf({ registration_open: false, require_second_factor_for_staff: true, updated_at: "", version: 3 })).toEqual({ registration_open: false, require_second_factor_for_staff: true });
  });
});

describe("health", () => {
  it("has the checks of a server that works, and the failed ones of one that cannot", () => {
    const checks = [{ name: "disk", status: "ok" as const, detail: "room", ms: 0 }];
    expect(checksOf({ health: { status: "ok", version: "1", checks }, took: 1 })).toEqual(checks);
    const problem = { type: "", title: "", status: 503, code: "unavailable" as const, request_id: "", success: false as const, message: "", errors: { postgresql: ["does not answer"] } };
    const failed = { failure: new Failure(503, problem), took: 1 };
    expect(checksOf(failed)).toEqual([{ name: "postgresql", status: "failed", detail: "does not answer" }]);
    expect(statusOf(failed)).toBe("failed");
  });
});
