export { oneChoice as radio } from "./choices.ts";
