import { Failure, createApi, given, givenWithTag, tokenSession } from "@kpa/client";
import { expect, test } from "vitest";

const base = "http://server";
const problem = (status: number, code: string, more = {}) =>
  new Response(JSON.stringify({ status, code, message: `it is ${code}`, ...more }), { status, headers: { "Content-Type": "application/problem+json" } });
const answer = (body: unknown, headers = {}) => new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json", ...headers } });

/** A server that answers one after another, and what it was asked. */
function server(...answers: Response[]) {
  const asked: Request[] = [];
  const fetcher = async (input: RequestInfo | URL, init?: RequestInit) => {
    asked.push(new Request(input, init));
    const next = answers.shift();
    if (!next) throw new TypeError("Failed to fetch");
    return next;
  };
  return { asked, fetch: fetcher as typeof fetch };
}

const failureOf = (asked: Promise<unknown>) => asked.then(() => undefined, (error: unknown) => error as Failure);

test("an expired token is renewed once for all who met it, and each request sent again", async () => {
  const { asked, fetch } = server(
    problem(401, "invalid_token"),
    problem(401, "unauthenticated"),
    answer({ access_token: "new", refresh_token: "newer" }),
    answer({ id: 1 }),
    answer({ id: 2 }),
  );
  const api = createApi({ base, session: tokenSession(base, { access_token: "old", refresh_token: "r" }, fetch), fetch });
  await Promise.all([given(api.GET("/api/users/profile")), given(api.GET("/api/users/profile"))]);
  expect(asked.map(({ url }) => url.slice(base.length)).filter((path) => path === "/api/users/refresh")).toHaveLength(1);
  expect(asked.at(-1)!.headers.get("Authorization")).toBe("Bearer new");
});

test("a wrong password is not sent twice", async () => {
  const { asked, fetch } = server(problem(401, "invalid_credentials"));
  const api = createApi({ base, session: tokenSession(base, { access_token: "a", refresh_token: "r" }, fetch), fetch });
  const failure = await failureOf(given(api.POST("/api/users/change-password", { body: { current_password: "x", new_password: "y", confirm_password: "y" } })));
  expect(failure?.code).toBe("invalid_credentials");
  expect(asked).toHaveLength(1);
});

test("a failure has the messages by field, and how long to wait", async () => {
  const slow = new Response(JSON.stringify({ code: "too_many_requests", message: "slow down" }), { status: 429, headers: { "Retry-After": "7" } });
  const { fetch } = server(problem(422, "validation_failed", { errors: { phone_number: ["no number", "too short"], "": ["all wrong"] } }), slow);
  const api = createApi({ base, fetch });
  const login = () => failureOf(given(api.POST("/api/users/login", { body: { phone_number: "1", password: "x" } })));
  expect((await login())?.fields).toEqual({ phone_number: "no number", "": "all wrong" });
  expect((await login())?.retryAfter).toBe(7);
});

test.each([
  ["no answer at all", undefined, 0, "unreachable"],
  ["a proxy's page", new Response("<html>", { status: 502 }), 502, "unreadable"],
])("%s is a failure too", async (_, response, status, code) => {
  const { fetch } = server(...(response ? [response] : []));
  const failure = await failureOf(given(createApi({ base, fetch }).GET("/api/users/profile")));
  expect([failure?.status, failure?.code]).toEqual([status, code]);
});

test("requests say the language, and answers which version they are", async () => {
  const { asked, fetch } = server(answer({ id: 1 }, { ETag: '"4"' }));
  const profile = await givenWithTag(createApi({ base, fetch, language: () => "ta" }).GET("/api/users/profile"));
  expect(profile.etag).toBe('"4"');
  expect(asked[0]!.headers.get("Accept-Language")).toBe("ta");
});
