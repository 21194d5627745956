import { type components, api, givenWithTag } from "#kit/api.ts";

import type { Stored } from "../model/open_form.ts";

/** All fields at once; `etag` as for `updateForm()`. */
export async function replaceFields(id: number, fields: components["schemas"]["FormField"][], etag: string): Promise<Stored> {
  const { data, etag: next } = await givenWithTag(api.PUT("/api/forms/{id}/fields", { body: { fields }, params: { path: { id }, header: { "If-Match": etag } } }));
  return { form: data, etag: next };
}
