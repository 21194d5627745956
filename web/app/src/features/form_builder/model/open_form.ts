import { Failure, type components } from "#kit/api.ts";

import { type Definition, type Draft, type Field, draftOf, headerChanges, sameDraft, sameFields, writeFields } from "./field.ts";
import { type History, begun, edited, redone, undone } from "./history.ts";
import { type Problem, problemsOf } from "./problems.ts";

export type WholeForm = components["schemas"]["WholeForm"];
/** A form as the API answered it, with its version. */
export interface Stored {
  form: WholeForm;
  etag: string;
}

/** How changes get to the server. */
export interface Wire {
  header: (changes: components["schemas"]["FormHeaderChanges"], etag: string) => Promise<Stored>;
  fields: (fields: components["schemas"]["FormField"][], etag: string) => Promise<Stored>;
  read: () => Promise<Stored>;
  /** Keeps on the device what the server does not have; undefined: it has everything. */
  keep: (kept: Kept | undefined) => void;
}

/** What the server did not take yet, and which version it changes. */
export interface Kept {
  etag: string;
  base: Definition;
  draft: Definition;
}

/**
 * `saved`: the server has everything. `waiting`, `saving`: it will have it in a moment. `refused`: it says what is wrong with it.
 * `unreachable`: it is tried again. `stale`: somebody else changed the form meanwhile. `failed`: anything else.
 */
export type Safety = "saved" | "waiting" | "saving" | "refused" | "unreachable" | "stale" | "failed";

/** What there is to see; a new object after each change. */
export interface Seen {
  draft: Draft;
  /** The draft as the server has it. */
  stored: Draft;
  form: WholeForm;
  etag: string;
  safety: Safety;
  problems: Problem[];
  /** What the problems were found in. */
  judged: Draft | undefined;
  failure: Failure | undefined;
  /** Where somebody else changed it: theirs. */
  theirs: Stored | undefined;
  canUndo: boolean;
  canRedo: boolean;
}

const pause = 700; // milliseconds without typing, after which it is saved
const oneStep = 1_500; // typing with shorter pauses is taken back together
const again = 5_000;

/** A form that is open to be built: every edit can be taken back, and all is saved by itself. */
export class OpenForm {
  private history: History<Draft>;
  private seen: Seen;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private editedAt = 0;
  private closed = false;
  private readonly watchers = new Set<() => void>();

  constructor(
    { form, etag }: Stored,
    private readonly wire: Wire,
    kept?: { etag: string; base: Draft; draft: Draft },
  ) {
    const present = draftOf(form);
    // What was kept was made of a version; where that is not the present one, saving it says so.
    const stored = kept?.base ?? present;
    this.history = kept ? edited(begun(stored), kept.draft) : begun(present);
    this.seen = {
      draft: this.history.present,
      stored,
      form,
      etag: kept?.etag ?? etag,
      safety: "saved",
      problems: [],
      judged: undefined,
      failure: undefined,
      theirs: undefined,
      canUndo: kept !== undefined,
      canRedo: false,
    };
    if (kept) this.become({}, true);
  }

  readonly look = (): Seen => this.seen;
  readonly watch = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  /** `about`: see History. */
  edit(change: (draft: Draft) => Draft, about?: string): void {
    const now = Date.now();
    const sameStep = now - this.editedAt < oneStep;
    this.editedAt = now;
    this.turn(edited(sameStep ? this.history : { ...this.history, about: undefined }, change(this.history.present), about));
  }
  editFields(change: (fields: Field[]) => Field[], about?: string): void {
    this.edit((draft) => {
      const fields = change(draft.fields);
      return fields === draft.fields ? draft : { ...draft, fields };
    }, about);
  }
  undo(): void {
    this.turn(undone(this.history));
  }
  redo(): void {
    this.turn(redone(this.history));
  }

  /** Saves now; gives whether the server has everything. */
  async settled(): Promise<boolean> {
    while (this.seen.safety === "waiting" || this.seen.safety === "saving" || this.seen.safety === "unreachable") {
      await this.save();
      if (this.look().safety === "unreachable") return false;
    }
    return this.seen.safety === "saved";
  }

  /** Somebody else changed the form: goes on with theirs. Taken back, what was here comes again. */
  takeTheirs(): void {
    const { theirs } = this.seen;
    if (!theirs) return;
    const draft = draftOf(theirs.form);
    this.history = edited(this.history, draft);
    this.become({ stored: draft, form: theirs.form, etag: theirs.etag, theirs: undefined, safety: "saved", problems: [], judged: undefined }, true);
  }
  /** Somebody else changed the form: this takes its place. */
  keepMine(): void {
    const { theirs } = this.seen;
    if (!theirs) return;
    this.become({ stored: draftOf(theirs.form), form: theirs.form, etag: theirs.etag, theirs: undefined, safety: "saved" }, true);
  }

  /** After something else was done with the form, such as publishing it. */
  async refresh(): Promise<void> {
    const { form, etag } = await this.wire.read();
    this.become({ form, etag });
  }

  retry(): void {
    void this.save();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    if (this.seen.safety === "waiting") void this.save();
  }
  /** Of a page that is shown again. */
  reopen(): void {
    this.closed = false;
  }

  private turn(history: History<Draft> | undefined): void {
    if (!history || history === this.history) return;
    this.history = history;
    this.become({}, true);
  }

  /** Shows what changed; `edits`: and sees to it that the draft is saved. */
  private become(changes: Partial<Seen>, edits = false): void {
    const { past, present, future } = this.history;
    const next = { ...this.seen, ...changes, draft: present, canUndo: past.length > 0, canRedo: future.length > 0 };
    if (edits) {
      const differs = !sameDraft(next.draft, next.stored);
      this.wire.keep(differs ? keptOf(next) : undefined);
      if (next.safety !== "stale") {
        clearTimeout(this.timer);
        if (differs) this.timer = setTimeout(() => void this.save(), pause);
        if (!differs) next.problems = [];
        if (next.safety !== "saving") next.safety = differs ? "waiting" : "saved";
      }
    }
    this.seen = next;
    for (const tell of this.watchers) tell();
  }

  private save(): Promise<void> {
    clearTimeout(this.timer);
    return (this.running ??= this.send().finally(() => {
      this.running = undefined;
    }));
  }

  private async send(): Promise<void> {
    if (this.seen.safety === "stale") return;
    const draft = this.history.present;
    this.become({ safety: "saving" });
    const problems: Problem[] = [];
    try {
      const header = headerChanges(this.seen.stored, draft);
      if (header) await this.part(problems, draft, () => this.wire.header(header, this.seen.etag), (sent) => ({ ...sent, fields: this.seen.stored.fields }));
      if (!sameFields(this.seen.stored.fields, draft.fields))
        await this.part(problems, draft, () => this.wire.fields(writeFields(draft.fields), this.seen.etag), ({ fields }) => ({ ...this.seen.stored, fields }));
    } catch (error) {
      return this.fail(error instanceof Failure ? error : new Failure(0));
    }
    const differs = !sameDraft(this.history.present, this.seen.stored);
    const refused = problems.length > 0;
    this.wire.keep(differs ? keptOf({ ...this.seen, draft: this.history.present }) : undefined);
    // Meanwhile somebody may have typed more.
    const more = this.history.present !== draft && differs;
    this.become({ problems, judged: draft, failure: undefined, safety: more ? "waiting" : refused ? "refused" : "saved" });
    if (more) this.timer = setTimeout(() => void this.save(), pause);
  }

  /** One request. What the server finds wrong is noted, and no failure. */
  private async part(problems: Problem[], draft: Draft, ask: () => Promise<Stored>, has: (draft: Draft) => Draft): Promise<void> {
    try {
      const { form, etag } = await ask();
      this.become({ form, etag, stored: has(draft) });
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== "validation_failed") throw error;
      problems.push(...problemsOf(error, draft.fields));
    }
  }

  private async fail(failure: Failure): Promise<void> {
    if (failure.code === "precondition_failed") {
      const theirs = await this.wire.read().catch(() => undefined);
      if (theirs) return this.become({ safety: "stale", theirs, failure: undefined });
    }
    const passing = failure.status === 0 || failure.status >= 500 || failure.status === 412 || failure.status === 429;
    this.become({ failure, safety: passing ? "unreachable" : "failed" });
    if (passing && !this.closed) this.timer = setTimeout(() => void this.save(), again);
  }
}

const keptOf = ({ etag, stored, draft }: Pick<Seen, "etag" | "stored" | "draft">): Kept => ({ etag, base: definition(stored), draft: definition(draft) });
const definition = ({ fields, ...header }: Draft): Definition => ({ ...header, fields: writeFields(fields) });
