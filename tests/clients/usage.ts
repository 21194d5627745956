// What somebody writes against the types in api.ts, which are generated from the OpenAPI document. Compiled, never run.
import type { components, operations, paths } from "./api";

type Schemas = components["schemas"];
type Body<Name extends keyof operations> = operations[Name] extends { requestBody: { content: { "application/json": infer B } } } ? B : never;
type Answer<Name extends keyof operations, Status extends number> = operations[Name] extends {
  responses: { [status in Status]: { content: { "application/json": infer A } } };
}
  ? A
  : never;

// One type tells the answer of a login from the other.
export function credential(answer: Answer<"login", 200>): string {
  return answer.token_type === "Bearer" ? answer.access_token : answer.csrf_token;
}
export function lifetime(answer: Answer<"verifyLoginCode", 200>): number {
  switch (answer.token_type) {
    case "Bearer":
      return answer.refresh_token.length > 0 ? answer.expires_in : 0;
    case "Cookie":
      return answer.expires_in;
  }
}

// A person is named by a text; what may be left out may be null.
export const checksheet: Body<"createBogieChecksheet"> = {
  inspectionDate: "2024-01-15",
  inspectionBy: "KGP-004711",
  bogieDetails: { bogieNo: "B-12345", makerYearBuilt: null },
  bogieChecksheet: { bogieFrameCondition: "Good", bolster: "Good", bolsterSuspensionBracket: "Worn", lowerSpringSeat: "Good", axleGuide: "Good" },
  bmbcChecksheet: { cylinderBody: "GOOD", pistonTrunnion: "GOOD", adjustingTube: "GOOD", plungerSpring: "WORN OUT" },
};
// @ts-expect-error: a number is no text
checksheet.inspectionBy = 123;
// @ts-expect-error: no such condition
checksheet.bogieChecksheet.bolster = "Perfect";

// A patch needs none of the members, at any depth.
export const patch: Body<"updateWheelSpecification"> = { fields: { wheelGauge: "1600 (+2,-1)", rootRadius: null } };
// @ts-expect-error: what is always there is not cleared
patch.submittedDate = null;
export const nothing: Body<"updateWheelSpecification"> = {};

export function worst(page: Answer<"listWheelSpecifications", 200>): Schemas["WheelSpecification"] | undefined {
  return page.data.find(({ worstSeverity, depotId }) => worstSeverity === 4 && depotId !== null);
}
export const query: operations["listWheelSpecifications"]["parameters"]["query"] = { sort: "-created_at", status: "Saved", per_page: 100 };
// @ts-expect-error: no such order
query!.sort = "password";
export const headers: NonNullable<operations["createWheelSpecification"]["parameters"]["header"]> = { "Idempotency-Key": "one" };

export function explained(problem: Schemas["Problem"]): string[] {
  return problem.code === "validation_failed" ? Object.values(problem.errors ?? {}).flat() : [problem.message];
}

// The same operations by their paths.
export type Same = paths["/api/users/users/{id}"]["patch"] extends operations["updateUser"] ? true : never;
export const same: Same = true;
