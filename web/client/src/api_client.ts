import createClient, { type Client } from "openapi-fetch";

import type { paths } from "./api.js";
import type { Session } from "./session.js";

export type Api = Client<paths>;

export interface Options {
  /** Where the API is, without a slash at the end; empty for a page of the same server. */
  base?: string;
  session?: Session;
  /** The language that messages for people should be in, such as `hi`. */
  language?: () => string | undefined;
  fetch?: typeof fetch;
}

/** 401 is also the answer to a wrong password or code: only of an expired token another try makes sense. */
async function hasExpired(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const problem = await answer.clone().json().catch(() => undefined);
  return problem?.code === "unauthenticated" || problem?.code === "invalid_token";
}

/**
 * The API, typed by its document: `api.GET("/api/users/profile")`. A request that fails because the access token has
 * expired is sent again after the session was renewed; no other request is ever repeated.
 */
export function createApi({ base = "", session, language, fetch: fetcher = (request) => fetch(request) }: Options = {}): Api {
  let renewal: Promise<boolean> | undefined;
  const renewed = (of: Session) =>
    (renewal ??= of.renew().finally(() => {
      renewal = undefined;
    }));
  return createClient<paths>({
    baseUrl: base,
    async fetch(request) {
      const wanted = language?.();
      if (wanted) request.headers.set("Accept-Language", wanted);
      if (!session) return fetcher(request);
      const again = request.clone();
      session.sign(request);
      const answer = await fetcher(request);
      if (!(await hasExpired(answer)) || !(await renewed(session))) return answer;
      session.sign(again);
      return fetcher(again);
    },
  });
}
