export { PeoplePage } from "./PeoplePage.tsx";
export { PersonField } from "./PersonField.tsx";
export { PersonPage } from "./PersonPage.tsx";
export { type PeopleSearch, validatePeopleSearch } from "./search.ts";
