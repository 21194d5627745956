import { type Copy, type JsonObject, database, useKeptOnDevice } from "#features/device";

const filledIn = ["wheel-specifications", "bogie-checksheets", "submissions"];
const enough = 500; // a person's forms of some months; older ones are found in the office

const changedAt = ({ record }: Copy) => String(record.updatedAt ?? record.updated_at ?? "");
const statusOf = ({ record }: Copy) => String(record.status ?? "").toLowerCase();

/** The person's own records, the last changed first. */
export const useOwnRecords = (person: number): Copy[] | undefined =>
  useKeptOnDevice(async () => {
    const kinds = filledIn.map((kind) => [person, kind]);
    const copies = await database.copies.where("[person+kind]").anyOf(kinds).toArray();
    return copies.sort((one, other) => changedAt(other).localeCompare(changedAt(one))).slice(0, enough);
  }, [person]);

export const isSentBack = (copy: Copy) => statusOf(copy) === "rejected";
export const isDecided = (copy: Copy) => statusOf(copy) === "approved";

/** Whether one of the record's numbers has this in it; case and spaces do not matter. */
export function matches({ record, id }: Copy, sought: string): boolean {
  const plain = (value: unknown) => String(value ?? "").toLowerCase().replaceAll(/\s/g, "");
  const details = (record.bogieDetails ?? {}) as JsonObject;
  return [record.formNumber, record.wheelNo, details.bogieNo, id].some((number) => plain(number).includes(plain(sought)));
}
