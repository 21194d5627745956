export { SyncLine } from "./SyncLine.tsx";
export { TodayPage } from "./TodayPage.tsx";
