import { useLingui } from "@lingui/react/macro";

import type { Details } from "./details.ts";

/** What the fields of a person are called. */
export function useLabels(): Record<keyof Details, string> {
  const { t } = useLingui();
  return {
    first_name: t`First name`,
    last_name: t`Last name`,
    phone_number: t`Phone number`,
    employee_id: t`Employee number`,
    department: t`Department`,
    position: t`Position`,
    depot_id: t`Depot`,
    manager_id: t`Reports to`,
    email: t`E-mail address`,
    language: t`Language`,
    rank: t`Rank`,
    sight: t`Sees`,
    date_of_birth: t`Date of birth`,
    address_line_1: t`House and street`,
    address_line_2: t`Area`,
    city: t`City`,
    state: t`State`,
    postal_code: t`Postal code`,
    country: t`Country`,
    bio: t`A few words about the person`,
  };
}
