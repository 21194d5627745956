import { type components, api, givenWithTag } from "#kit/api.ts";

import type { Stored } from "../model/open_form.ts";

/** What is not a field. `etag`: of the form that was changed; where the server has a newer one, it refuses (412). */
export async function updateForm(id: number, body: components["schemas"]["FormHeaderChanges"], etag: string): Promise<Stored> {
  const { data, etag: next } = await givenWithTag(api.PATCH("/api/forms/{id}", { body, params: { path: { id }, header: { "If-Match": etag } } }));
  return { form: data, etag: next };
}
