import { cookieSession, createApi } from "@kpa/client";

import { currentLanguage } from "./language.ts";

export { type Code, Failure, type components, given, givenWithTag } from "@kpa/client";

/** The API of the server that this page came from. The browser keeps who is logged in, in cookies that no script reads. */
export const api = createApi({ base: location.origin, session: cookieSession(), language: currentLanguage });

/** Of every login: the answer's tokens go into cookies. */
export const inCookies = { params: { query: { cookie: true } } } as const;
