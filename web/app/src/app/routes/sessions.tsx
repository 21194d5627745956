export { SessionsPage as SessionsRoute } from "#features/sessions";
