import type { JsonObject } from "#features/device";

/** An earlier record of the same wheel. `when`: its date of work. */
export interface Previous {
  record: JsonObject;
  when: string;
}

/** The newest of the records of a wheel, that one excepted. Case does not matter, as on the server. */
export function newestOf(records: JsonObject[], wheelNo: string, exceptUuid: string): Previous | undefined {
  const same = (other: unknown) => typeof other === "string" && other.trim().toLowerCase() === wheelNo.toLowerCase();
  const found = wheelNo === "" ? [] : records.filter(({ wheelNo: other, uuid }) => same(other) && uuid !== exceptUuid);
  const time = ({ submittedDate, createdAt }: JsonObject) => `${String(submittedDate)} ${String(createdAt)}`;
  const newest = found.reduce<JsonObject | undefined>((best, one) => (best && time(best) >= time(one) ? best : one), undefined);
  return newest && { record: newest, when: String(newest.submittedDate) };
}
