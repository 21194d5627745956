export { SecondFactorCard } from "./SecondFactorCard.tsx";
