export { RescueCard } from "./RescueCard.tsx";
