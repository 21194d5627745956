import { expect, test } from "vitest";

import { wayAfterLogin } from "../src/app/way_after_login.ts";

test.each([
  [undefined, "/"],
  ["", "/"],
  ["/sessions", "/sessions"],
  ["/admin/people?page=2#x", "/admin/people?page=2#x"],
  ["https://elsewhere.example", "/"],
  ["//elsewhere.example", "/"],
  ["/\\elsewhere.example", "/"],
  ["/\t/elsewhere.example", "/"],
  ["javascript:alert(1)", "/"],
])("a login with ?next=%s leads to %s", (next, way) => {
  expect(wayAfterLogin(next)).toBe(way);
});
