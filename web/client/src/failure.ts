import type { components } from "./api.js";

/** A failure as the API describes it (RFC 9457, with the messages by field). */
export type Problem = components["schemas"]["Problem"];
export type Code = Problem["code"];

/** Why a request brought no answer: the API's problem, or, without one, that the network or the server failed. */
export class Failure extends Error {
  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Missing when no answer came, or one that is not the API's (a proxy's page). */
    readonly problem?: Problem,
    /** Seconds to wait before another try, where the answer says so. */
    readonly retryAfter?: number,
  ) {
    super(problem?.message ?? (status ? `HTTP ${status}` : "no answer"));
    this.name = "Failure";
  }

  get code(): Code | "unreachable" | "unreadable" {
    return this.problem?.code ?? (this.status ? "unreadable" : "unreachable");
  }

  /** The first message for each path of the request, as `{ "phone_number": "…" }`. */
  get fields(): Record<string, string> {
    const all = Object.entries(this.problem?.errors ?? {}).map(([path, messages]) => [path, messages[0] ?? ""]);
    return Object.fromEntries(all) as Record<string, string>;
  }
}

type Answered<T> = { data?: T; error?: unknown; response: Response };

/** The answer's body; throws a Failure when there is none because the request failed. */
export async function given<T>(asked: Promise<Answered<T>>): Promise<T> {
  const answered = await asked.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure(0);
  });
  const { data, error, response } = answered;
  if (response.ok) return data as T;
  const wait = Number(response.headers.get("Retry-After"));
  throw new Failure(response.status, isProblem(error) ? error : undefined, wait > 0 ? wait : undefined);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "message" in body;
}

/** The same with the record's version: send `etag` as If-Match with a change of what was read. */
export async function givenWithTag<T extends object>(asked: Promise<Answered<T>>): Promise<T & { etag: string }> {
  let etag = "";
  const noted = asked.then((answered) => {
    etag = answered.response.headers.get("ETag") ?? "";
    return answered;
  });
  const data = await given(noted);
  return { ...data, etag };
}
