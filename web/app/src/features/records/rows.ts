import { type Kind, type Status, statusOf } from "#features/review";
import type { components } from "#kit/api.ts";

type Schemas = components["schemas"];
export type AnyRecord =
  | { kind: "wheel-specifications"; record: Schemas["WheelSpecification"] }
  | { kind: "bogie-checksheets"; record: Schemas["BogieChecksheet"] }
  | { kind: "submissions"; record: Schemas["Submission"] };

/** A record as a line of the list, whatever its kind. */
export interface Row {
  kind: Kind;
  id: number;
  title: string;
  subject: string;
  person: number;
  /** The day of the work, or the moment for submissions, which have no day. */
  day: string;
  status: Status;
  severity: number;
  findings: number;
  revision: number;
  depot: number | undefined;
  enteredBy: number;
  enteredAt: string;
  changedAt: string;
  form: number | undefined;
  /** What was filled in, by the API's members. */
  content: object;
}

export function rowOf(one: AnyRecord): Row {
  if (one.kind === "submissions") {
    const { record } = one;
    return {
      ...common(one.kind, record.id, record.status, record.worst_severity, record.revision, record.depot_id, record.findings),
      title: `#${record.id}`,
      subject: "",
      person: record.submitted_by,
      day: record.submitted_at,
      enteredBy: record.submitted_by,
      enteredAt: record.submitted_at,
      changedAt: record.updated_at,
      form: record.form_id,
      content: { submission_data: record.submission_data },
    };
  }
  const { record } = one;
  const base = {
    ...common(one.kind, record.id, record.status, record.worstSeverity, record.revision, record.depotId, record.findings),
    title: record.formNumber,
    enteredBy: record.createdBy,
    enteredAt: record.createdAt,
    changedAt: record.updatedAt,
    form: undefined,
  };
  if (one.kind === "wheel-specifications") {
    const { wheelNo, stockType, fields, submittedBy, submittedDate } = one.record;
    return { ...base, subject: wheelNo ?? "", person: submittedBy, day: submittedDate, content: { stockType, fields } };
  }
  const { bogieDetails, bogieChecksheet, bmbcChecksheet, inspectionBy, inspectionDate } = one.record;
  // Without what the server read from it.
  const { bogieNo, makerYearBuilt, incomingDivAndDate, deficitComponents, dateOfIOH } = bogieDetails;
  const written = { makerYearBuilt, incomingDivAndDate, deficitComponents, dateOfIOH };
  return { ...base, subject: bogieNo, person: inspectionBy, day: inspectionDate, content: { bogieDetails: written, bogieChecksheet, bmbcChecksheet } };
}

const common = (kind: Kind, id: number, status: string, severity: number, revision: number, depot: number | null | undefined, findings: unknown[]) => ({
  kind,
  id,
  status: statusOf(status) ?? ("Saved" as const),
  severity,
  revision,
  depot: depot ?? undefined,
  findings: findings.length,
});
