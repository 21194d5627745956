import { api, given } from "#kit/api.ts";

import type { Definition } from "../model/field.ts";

/** `body`: as `exportForm()` gives it, here or elsewhere. */
export const importForm = (body: Definition, attempt: string) => given(api.POST("/api/forms/import", { body, params: { header: { "Idempotency-Key": attempt } } }));
