export { type Profile, keepProfile, profileQuery, useOwnProfile, useProfile } from "./api/get_profile.ts";
export { logOut } from "./api/log_out.ts";
