export { BuilderPage, type BuilderPageProps } from "./BuilderPage.tsx";
export { FormsPage, type FormsPageProps } from "./FormsPage.tsx";
export { type FormSearch, type FormsSearch, validateFormSearch, validateFormsSearch } from "./search.ts";
