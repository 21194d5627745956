import type { components } from "#kit/api.ts";

/** The one-time link: of the installation's own page where it has one, else of this app. The token is behind the #, which no server sees. */
export const linkOf = ({ link, token }: Pick<components["schemas"]["ResetOffered"], "link" | "token">, origin: string): string =>
  link ?? `${origin}/set-password#token=${encodeURIComponent(token ?? "")}`;
