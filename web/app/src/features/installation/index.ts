export { useInstallation } from "./api/get_installation.ts";
export { FirstSteps } from "./FirstSteps.tsx";
export { UnsafeAddress } from "./UnsafeAddress.tsx";
