import type { Format } from "./api/export_records.ts";

export interface Progress {
  bytes: number;
  /** Of CSV, where rows can be counted as they come. */
  rows: number | undefined;
}

/** Counts the records of a CSV file as its bytes come; line breaks within quotes are none. */
export class RowCounter {
  #quoted = false;
  #records = 0;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === 0x22) this.#quoted = !this.#quoted;
      else if (byte === 0x0a && !this.#quoted) ++this.#records;
    }
  }

  /** Without the titles. */
  get rows(): number {
    return Math.max(0, this.#records - 1);
  }
}

const tailLength = 4096; // bytes: more than the last record of a CSV file, and than the end of a workbook's directory

/** The number of rows that a CSV file says at its end; undefined when it was cut. */
export function rowsAtEnd(tail: string): number | undefined {
  const lines = tail.split(/\r?\n/).filter(Boolean);
  const said = /^"?# end: (\d+) rows?"?,*$/.exec(lines.at(-1) ?? "")?.[1];
  return said === undefined || !/\n$/.test(tail) ? undefined : Number(said);
}

/** A workbook is a zip file, whose directory is at its end. */
export function hasDirectory(tail: Uint8Array): boolean {
  for (let at = tail.length - 22; at >= 0; --at) if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6) return true;
  return false;
}

export interface Received {
  file: Blob;
  /** False: the connection broke, or the server could not go on. */
  whole: boolean;
  progress: Progress;
}

/** Takes a file as it comes, and tells whether all of it came. */
export async function receive(stream: ReadableStream<Uint8Array>, format: Format, tell: (progress: Progress) => void, cancelled: AbortSignal): Promise<Received> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const counter = new RowCounter();
  let tail = new Uint8Array();
  let bytes = 0;
  let broke = false;
  const progress = (): Progress => ({ bytes, rows: format === "csv" ? counter.rows : undefined });
  const reader = stream.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  cancelled.addEventListener("abort", cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = new Uint8Array(value);
      parts.push(part);
      bytes += part.length;
      if (format === "csv") counter.add(part);
      tail = endOf(tail, part);
      tell(progress());
    }
  } catch {
    broke = true;
  } finally {
    cancelled.removeEventListener("abort", cancel);
  }
  cancelled.throwIfAborted();
  const rows = format === "csv" ? rowsAtEnd(new TextDecoder().decode(tail)) : undefined;
  const whole = !broke && (format === "csv" ? rows !== undefined : hasDirectory(tail));
  return { file: new Blob(parts), whole, progress: { bytes, rows: rows ?? progress().rows } };
}

function endOf(before: Uint8Array, part: Uint8Array): Uint8Array<ArrayBuffer> {
  if (part.length >= tailLength) return new Uint8Array(part.slice(-tailLength));
  const both = new Uint8Array(before.length + part.length);
  both.set(before);
  both.set(part, before.length);
  return both.slice(-tailLength);
}
