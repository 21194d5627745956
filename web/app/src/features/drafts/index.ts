export { beginCorrection, beginDraft, discardDraft } from "./begin.ts";
export { useDrafts, useOpenDraft, useProblem, useSafety, useValue, useWhole } from "./hooks.ts";
export { KeptMark } from "./KeptMark.tsx";
export { OpenDraft, type Safety } from "./open_draft.ts";
export { partsOf, valueAt, withValueAt } from "./paths.ts";
export { Sheet, type SheetProblem, type SheetProps, goToField } from "./Sheet.tsx";
