export { newWheelContent, wheelContentOf } from "./content.ts";
export { useWheelRules } from "./kept_rules.ts";
export { useWheelLabels } from "./labels.ts";
export type { Previous } from "./newest.ts";
export { usePreviousWheel } from "./previous.ts";
export type { WheelRules } from "./rules.ts";
export { useWheelTitle } from "./title.ts";
export { WheelSheet } from "./WheelSheet.tsx";
