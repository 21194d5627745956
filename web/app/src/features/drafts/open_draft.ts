import { liveQuery } from "dexie";

import { type Draft, type Json, type JsonObject, database, withDatabase } from "#features/device";

import { valueAt, withValueAt } from "./paths.ts";

/**
 * How safe a value is. `kept`: it is in the device's database, and survives whatever happens to the page. `failed`: it could not be
 * kept, and is on the screen only. `gone`: another window has sent or discarded the form.
 */
export type Safety = "kept" | "keeping" | "failed" | "gone";

/**
 * A draft under somebody's hands. Each change is kept at once. Of what several windows change at the same time, each keeps its own fields.
 */
export class OpenDraft {
  #draft: Draft;
  /** Changes that are not known to be kept yet, by path. */
  readonly #changed = new Map<string, Json | undefined>();
  #writing = false;
  #safety: Safety = "kept";
  readonly #watchers = new Map<string, Set<() => void>>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  get draft(): Draft {
    return this.#draft;
  }

  get safety(): Safety {
    return this.#safety;
  }

  value(path: string): Json | undefined {
    return valueAt(this.#draft.content, path);
  }

  safetyOf(path: string): Safety {
    if (this.#safety === "gone") return "gone";
    const open = [...this.#changed.keys()].some((changed) => touches(changed, path));
    return open ? (this.#safety === "kept" ? "keeping" : this.#safety) : "kept";
  }

  /** The path of the change as the API writes it: `fields.wheelGauge`; undefined takes the value away. */
  set(path: string, value: Json | undefined): void {
    const { [path]: _, ...problems } = this.#draft.problems;
    const now = Math.round(performance.timeOrigin + performance.now());
    const times = { ...this.#draft.times, [path]: now };
    this.#draft = { ...this.#draft, content: withValueAt(this.#draft.content, path, value), problems, times };
    // What was changed below it before is part of this value.
    for (const other of this.#changed.keys()) if (other !== path && touches(other, path) && other.length > path.length) this.#changed.delete(other);
    this.#changed.delete(path);
    this.#changed.set(path, value);
    this.#tell(path);
    void this.#write();
  }

  /** Calls `tell` when what is at the path, above or below changes, and when its safety does; gives what ends that. */
  watch(path: string, tell: () => void): () => void {
    const known = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, known.add(tell));
    return () => known.delete(tell);
  }

  /** Follows what other windows do with the draft, until what it gives is called. */
  follow(): () => void {
    const subscription = liveQuery(() => database.drafts.get(this.#draft.uuid)).subscribe({
      next: (kept) => {
        if (!kept) return this.#become("gone");
        if (kept.changedAt !== this.#draft.changedAt) this.#adopt(kept);
      },
      error: () => this.#become("failed"),
    });
    return () => subscription.unsubscribe();
  }

  /** Resolves when nothing is left to keep; false when something could not be kept. */
  async settled(): Promise<boolean> {
    await this.#write();
    while (this.#writing) await new Promise((resume) => setTimeout(resume, 5));
    return this.#changed.size === 0 && this.#safety !== "gone";
  }

  async #write(): Promise<void> {
    if (this.#writing || this.#changed.size === 0) return;
    this.#writing = true;
    try {
      while (this.#changed.size > 0) {
        const changes = [...this.#changed];
        const kept = await withDatabase(() => keep(this.#draft, changes));
        if (!kept) return this.#become("gone");
        for (const [path, value] of changes) if (Object.is(this.#changed.get(path), value)) this.#changed.delete(path);
        this.#draft = { ...this.#draft, changedAt: kept.changedAt };
        this.#safety = "kept";
        for (const [path] of changes) this.#tell(path);
      }
    } catch {
      this.#become("failed");
      // A full disk may have room again, a lost connection come back: what is typed is still here.
      setTimeout(() => void this.#write(), 2_000);
    } finally {
      this.#writing = false;
    }
  }

  /** Takes over what another window kept, but for what is changed here. */
  #adopt(kept: Draft): void {
    let content: JsonObject = kept.content;
    for (const [path, value] of this.#changed) content = withValueAt(content, path, value);
    this.#draft = { ...kept, content };
    this.#tell("");
  }

  #become(safety: Safety): void {
    this.#safety = safety;
    this.#tell("");
  }

  #tell(path: string): void {
    for (const [watched, watchers] of this.#watchers) if (touches(path, watched)) for (const tell of watchers) tell();
  }
}

/** Whether one path is within the other. */
function touches(one: string, other: string): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  return longer.startsWith(shorter) && (shorter === "" || longer.length === shorter.length || ".[".includes(longer[shorter.length]!));
}

/** Writes the changes into what is kept of the draft; undefined when it is no longer there. Resolves when it is on the disk. */
function keep(draft: Draft, changes: [string, Json | undefined][]): Promise<Draft | undefined> {
  return database.transaction("rw", database.drafts, async () => {
    const before = await database.drafts.get(draft.uuid);
    if (!before) return undefined;
    let { content, problems, times } = before;
    for (const [path, value] of changes) {
      content = withValueAt(content, path, value);
      times = { ...times, [path]: draft.times[path] ?? 0 };
      const { [path]: _, ...others } = problems;
      problems = others;
    }
    const after = { ...before, content, problems, times, changedAt: Math.max(Date.now(), before.changedAt + 1) };
    await database.drafts.put(after);
    return after;
  });
}
