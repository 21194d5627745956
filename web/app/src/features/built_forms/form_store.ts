import type { Json, JsonObject } from "#features/device";
import type { OpenDraft } from "#features/drafts";

import type { Problem } from "./answers/answer.ts";
import type { FormVersion } from "./form.ts";
import { FormParts } from "./form_parts.ts";
import { type FieldProblem, JudgedForm } from "./judged_form.ts";
import { presentMoment } from "./now.ts";
import { isObject } from "./settle.ts";

/** Of the draft, where the answers are. */
export const answersPath = "submission_data";
/** `submission_data.axles[0].load` for `axles[0].load`. */
export const draftPath = (path: string) => `${answersPath}.${path}`;

const minute = 60_000;

/** What people see of a field besides what they typed. */
export interface ShownField {
  hidden: boolean;
  required: boolean;
  readOnly: boolean;
  calculated: Json | undefined;
  /** Shown once the field was left, or somebody wanted to send. */
  problem: Problem | undefined;
}

/** A form under somebody's hands: each field is told only when something of its own changed. */
export class FormStore {
  readonly parts: FormParts;
  readonly judged: JudgedForm;
  #typed: Json | undefined;
  #today: string;
  #lookedAt = Date.now();
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly #shown = new Map<string, ShownField>();
  readonly #left = new Set<string>();
  #asked = false;

  constructor(
    readonly open: OpenDraft,
    version: FormVersion,
  ) {
    const now = presentMoment();
    const stored = open.draft.base?.record.submission_data;
    this.parts = new FormParts(version);
    this.#typed = open.value(answersPath);
    this.#today = now.today;
    this.judged = new JudgedForm(this.parts, this.#typed, now, isObject(stored) ? stored : {});
  }

  get base(): JsonObject {
    return this.judged.base;
  }

  /** Follows the draft, until what it gives is called. */
  follow(): () => void {
    this.#look();
    return this.open.watch(answersPath, () => this.#look());
  }

  watch(path: string, tell: () => void): () => void {
    const known = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, known.add(tell));
    return () => known.delete(tell);
  }

  /** The same object as long as nothing of it changes. */
  shownAt(path: string): ShownField {
    const known = this.#shown.get(path);
    if (known) return known;
    const { hidden, required, readOnly, calculated } = this.judged.settlement.stateAt(path);
    const part = this.parts.at(path);
    const problem = part && (this.#asked || this.#left.has(path)) ? this.judged.problemAt(part, path) : undefined;
    const shown = { hidden, required, readOnly, calculated, problem };
    this.#shown.set(path, shown);
    return shown;
  }

  /** Somebody goes on from this field. */
  leave(path: string): void {
    if (this.#left.has(path)) return;
    this.#left.add(path);
    this.#tell([path]);
  }

  /** Rows came or went: what was left is elsewhere now. */
  forgetLeft(path: string): void {
    for (const left of this.#left) if (left.startsWith(`${path}[`)) this.#left.delete(left);
  }

  /** Everything that stands against sending now; from then on it is shown. */
  ask(): FieldProblem[] {
    this.#asked = true;
    this.#refresh();
    this.#tell([...this.#watchers.keys()]);
    return this.judged.problems();
  }

  #look(): void {
    const typed = this.open.value(answersPath);
    if (typed === this.#typed) return;
    this.#typed = typed;
    if (this.#isAnotherDay()) this.#refresh();
    else this.#tell(this.judged.change(typed));
  }

  /** Looked at once a minute: a key must not wait for it. */
  #isAnotherDay(): boolean {
    if (Date.now() - this.#lookedAt < minute) return false;
    this.#lookedAt = Date.now();
    return presentMoment().today !== this.#today;
  }

  /** As of now. */
  #refresh(): void {
    const now = presentMoment();
    this.#today = now.today;
    this.#tell(this.judged.refresh(this.#typed, now));
  }

  #tell(paths: Iterable<string>): void {
    const told = [...paths];
    for (const path of told) this.#shown.delete(path);
    for (const path of told) for (const tell of this.#watchers.get(path) ?? []) tell();
  }
}
