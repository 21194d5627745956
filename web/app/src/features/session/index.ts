export { type Profile, getOwnProfile, keepProfile, profileQuery, recallProfile, setWorker, useOwnProfile, useProfile } from "./api/get_profile.ts";
export { logOut } from "./api/log_out.ts";
