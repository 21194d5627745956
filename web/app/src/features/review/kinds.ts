export const kinds = ["wheel-specifications", "bogie-checksheets", "submissions"] as const;
/** A kind of record, named as in the API's addresses. */
export type Kind = (typeof kinds)[number];
export const isKind = (name: unknown): name is Kind => kinds.some((kind) => kind === name);

/** What a field is called for people. The path is the API's: `fields.wheelGauge`. */
export type LabelOf = (kind: Kind, path: string) => string;
