/** What somebody saw last of a record, on this device. */
export interface Look {
  version: number;
  /** When that was, as the API writes moments. */
  at: string;
}
type Seen = Record<string, Look>;

const most = 2_000; // the last so many records: some weeks of a supervisor
const nameOf = (person: number) => `kpa.looked.${person}`;

function read(person: number): Seen {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(person)) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Seen) : {};
  } catch {
    return {}; // storage is switched off, or not ours
  }
}

export const lastLook = (person: number, key: string): Look | undefined => read(person)[key];

export function keepLook(person: number, key: string, look: Look): void {
  const { [key]: _, ...others } = read(person);
  const all = [...Object.entries(others), [key, look] as const].slice(-most);
  try {
    localStorage.setItem(nameOf(person), JSON.stringify(Object.fromEntries(all)));
  } catch {
    // then the next look tells less
  }
}
