export { oneChoice as select } from "./choices.ts";
