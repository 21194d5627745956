import { api, givenWithTag } from "#kit/api.ts";

import type { Stored } from "../model/open_form.ts";

export async function getForm(id: number): Promise<Stored> {
  const { data, etag } = await givenWithTag(api.GET("/api/forms/{id}", { params: { path: { id } } }));
  return { form: data, etag };
}
