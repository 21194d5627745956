export type { components, operations, paths } from "./api.js";
export { type Api, type Options, createApi } from "./api_client.js";
export { type Session, cookieSession, tokenSession } from "./session.js";
export { type Problem, type Code, Failure, given, givenWithTag } from "./failure.js";
