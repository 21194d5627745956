import { api, given } from "#kit/api.ts";

import type { Definition } from "../model/field.ts";

/** `attempt`: of this one form, so that a repeat after a lost answer makes no second. */
export const createForm = (body: Definition, attempt: string) => given(api.POST("/api/forms", { body, params: { header: { "Idempotency-Key": attempt } } }));
