export { AuditPage } from "./AuditPage.tsx";
export { EntityHistory } from "./EntityHistory.tsx";
export { type Entry, auditKey, useNewest } from "./api/list_entries.ts";
export { type AuditSearch, validateAuditSearch } from "./search.ts";
