import { api, given } from "#kit/api.ts";

export const endSessionOf = (id: number, session: number) =>
  given(api.DELETE("/api/users/users/{id}/sessions/{session_id}", { params: { path: { id, session_id: session } } }));
