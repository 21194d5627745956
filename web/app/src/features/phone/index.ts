export { PinCard } from "./PinCard.tsx";
export { StorageCard } from "./StorageCard.tsx";
export { PeoplePage } from "./PeoplePage.tsx";
