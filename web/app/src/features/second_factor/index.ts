export { SecondFactorCard } from "./SecondFactorCard.tsx";
export { QrCode } from "./QrCode.tsx";
export { useSecondFactor } from "./api/get_second_factor.ts";
