export { BogieSheet } from "./BogieSheet.tsx";
export { bogieContentOf, newBogieContent } from "./content.ts";
export { useBogieRules } from "./kept_rules.ts";
export { useBogieLabels } from "./labels.ts";
export type { BogieRules } from "./rules.ts";
export { useBogieTitle } from "./title.ts";
