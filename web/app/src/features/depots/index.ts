export { DepotsPage } from "./DepotsPage.tsx";
export { DepotField } from "./DepotField.tsx";
export { useDepotNames, useDepots } from "./api/list_depots.ts";
export { type DepotsSearch, validateDepotsSearch } from "./search.ts";
