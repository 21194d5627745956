import { HealthPage } from "#features/health";

import { appNumber } from "../app_number.ts";

export const AdminHealthRoute = () => <HealthPage app={appNumber} />;
