/** What somebody else changed: a member, what it was when the form was opened, and what it is now. */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** The members of a form that the person changed. */
export const changesOf = <F extends object>(base: F, form: F): Partial<F> =>
  Object.fromEntries(Object.entries(form).filter(([name, value]) => value !== base[name as keyof F])) as Partial<F>;

export const differencesOf = <F extends object>(base: F, theirs: F): Difference[] =>
  Object.entries(changesOf(base, theirs)).map(([field, after]) => ({ field, before: base[field as keyof F], after }));

/** The form over what somebody else stored meanwhile: what the person did not touch is as it is now. */
export const rebased = <F extends object>(base: F, form: F, theirs: F): F => ({ ...theirs, ...changesOf(base, form) });

/** The members that both changed, differently. */
export const clashesOf = <F extends object>(base: F, form: F, theirs: F): string[] =>
  Object.entries(changesOf(base, form)).flatMap(([name, mine]) => {
    const now = theirs[name as keyof F];
    return now !== base[name as keyof F] && now !== mine ? [name] : [];
  });
