import { csvOf } from "#kit/csv.ts";

/** The columns of a file of people, as an import reads and an export writes them; the first three must be there. */
export const columns = [
  "phone_number",
  "first_name",
  "last_name",
  "employee_id",
  "department",
  "position",
  "depot",
  "manager",
  "email",
  "language",
  "is_staff",
  "is_superuser",
  "sight",
  "is_active",
  "date_of_birth",
  "address_line_1",
  "address_line_2",
  "city",
  "state",
  "postal_code",
  "country",
  "bio",
] as const;

const ofSuperusers = new Set<string>(["is_staff", "is_superuser", "sight"]);

/** A file with the names of the columns only: rank and sight are for superusers to give. */
export const templateFile = (superuser: boolean): string => csvOf([columns.filter((name) => superuser || !ofSuperusers.has(name))]);
