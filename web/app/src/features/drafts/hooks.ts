import { useEffect, useState, useSyncExternalStore } from "react";

import { type Draft, type Json, database, useKeptOnDevice, withDatabase } from "#features/device";

import { OpenDraft, type Safety } from "./open_draft.ts";

/** The value at a path of the draft, and how to change it. The component is drawn again only when that value changes. */
export function useValue<T extends Json>(open: OpenDraft, path: string): [T | undefined, (value: T | undefined) => void] {
  const value = useSyncExternalStore(
    (tell) => open.watch(path, tell),
    () => open.value(path),
  ) as T | undefined;
  return [value, (changed) => open.set(path, changed)];
}

export const useSafety = (open: OpenDraft, path: string): Safety =>
  useSyncExternalStore(
    (tell) => open.watch(path, tell),
    () => open.safetyOf(path),
  );

/** The whole draft: drawn again at each change. */
export const useWhole = (open: OpenDraft): Draft =>
  useSyncExternalStore(
    (tell) => open.watch("", tell),
    () => open.draft,
  );

/** What the server said of a field when it refused the form; gone once the field was changed. */
export const useProblem = (open: OpenDraft, path: string): string | undefined =>
  useSyncExternalStore(
    (tell) => open.watch(path, tell),
    () => open.draft.problems[path],
  );

/** Opens a draft for a page; undefined while it is read, null when there is none of this person. */
export function useOpenDraft(uuid: string, person: number): OpenDraft | null | undefined {
  const [open, setOpen] = useState<OpenDraft | null>();
  useEffect(() => {
    let left = false;
    let unfollow = () => {};
    void withDatabase(() => database.drafts.get(uuid)).then((draft) => {
      if (left) return;
      if (draft?.person !== person) return setOpen(null);
      const made = new OpenDraft(draft);
      unfollow = made.follow();
      setOpen(made);
    });
    return () => {
      left = true;
      unfollow();
    };
  }, [uuid, person]);
  return open;
}

/** Somebody's drafts, the last changed first. */
export const useDrafts = (person: number): Draft[] | undefined =>
  useKeptOnDevice(async () => {
    const drafts = await database.drafts.where("person").equals(person).toArray();
    return drafts.sort((one, other) => other.changedAt - one.changedAt);
  }, [person]);
