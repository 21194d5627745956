/** How requests say who sends them, and how that is renewed when it has expired. */
export interface Session {
  /** Adds what identifies the person to the request. */
  sign(request: Request): void;
  /** After a 401: true when another try makes sense. Called once for requests that fail at the same time. */
  renew(): Promise<boolean>;
}

const csrfCookie = "__Host-kpa_csrf";

function csrfToken(): string {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${csrfCookie}=`));
  return found?.slice(csrfCookie.length + 1) ?? "";
}

/** For pages: the browser keeps the tokens in cookies that no script can read. Log in with `?cookie=true`. */
export function cookieSession(base = "", fetcher: typeof fetch = fetch): Session {
  return {
    sign(request) {
      const token = csrfToken();
      if (token && request.method !== "GET" && request.method !== "HEAD") request.headers.set("X-CSRF-Token", token);
    },
    async renew() {
      if (!csrfToken()) return false; // nobody was logged in
      const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrfToken() };
      const answer = await fetcher(`${base}/api/users/refresh?cookie=true`, { method: "POST", headers, body: "{}" });
      return answer.ok;
    },
  };
}

/** For programs: `tokens` are of a login, and replaced when they are renewed. */
export function tokenSession(
  base: string,
  tokens: { access_token: string; refresh_token: string },
  fetcher: typeof fetch = fetch,
): Session {
  return {
    sign(request) {
      request.headers.set("Authorization", `Bearer ${tokens.access_token}`);
    },
    async renew() {
      const body = JSON.stringify({ refresh_token: tokens.refresh_token });
      const headers = { "Content-Type": "application/json" };
      const answer = await fetcher(`${base}/api/users/refresh`, { method: "POST", headers, body });
      if (answer.ok) Object.assign(tokens, await answer.json());
      return answer.ok;
    },
  };
}
