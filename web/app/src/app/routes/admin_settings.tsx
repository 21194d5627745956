export { SettingsPage as AdminSettingsRoute } from "#features/settings";
