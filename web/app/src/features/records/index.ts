export { RecordPage, type RecordPageProps } from "./RecordPage.tsx";
export { RecordsPage, type RecordsPageProps } from "./RecordsPage.tsx";
export { type RecordsSearch, validateRecordsSearch } from "./search.ts";
