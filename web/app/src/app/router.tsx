import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

import type { AuditSearch } from "#features/audit";
import type { DepotsSearch } from "#features/depots";
import type { FormSearch, FormsSearch } from "#features/form_builder";
import type { PeopleSearch } from "#features/people";
import type { RecordsSearch } from "#features/records";
import type { ReviewSearch } from "#features/review";
import { Loading } from "#kit/Loaded.tsx";

import { Door } from "./Door.tsx";
import { NoSuchPage, Trouble } from "./Trouble.tsx";
import { LoginRoute } from "./routes/login.tsx";
import { mustBeLoggedIn, mustWorkHere } from "./signed_in.ts";

/** Of the address: where the login should lead. */
const next = (search: Record<string, unknown>): { next?: string } => (typeof search.next === "string" ? { next: search.next } : {});

/** The address as somebody wrote it, for pages that check it themselves. */
const asIs = <Search,>(search: Record<string, unknown>) => search as Partial<Search>;

const root = createRootRoute();

// Everybody sees these. The login is the first that is loaded; each other page has its own chunk.
const door = createRoute({ getParentRoute: () => root, id: "door", component: Door });
const login = createRoute({ getParentRoute: () => door, path: "login", validateSearch: next, component: LoginRoute });
const welcome = createRoute({
  getParentRoute: () => door,
  path: "welcome",
  component: lazyRouteComponent(() => import("./routes/welcome.tsx"), "WelcomeRoute"),
});
const forgotPassword = createRoute({
  getParentRoute: () => door,
  path: "forgot-password",
  component: lazyRouteComponent(() => import("./routes/recovery.tsx"), "ForgotPasswordRoute"),
});
const setPassword = createRoute({
  getParentRoute: () => door,
  path: "set-password",
  component: lazyRouteComponent(() => import("./routes/recovery.tsx"), "SetPasswordRoute"),
});
const people = createRoute({
  getParentRoute: () => door,
  path: "people",
  component: lazyRouteComponent(() => import("./routes/people.tsx"), "PeopleRoute"),
});
const register = createRoute({
  getParentRoute: () => door,
  path: "register",
  component: lazyRouteComponent(() => import("./routes/register.tsx"), "RegisterRoute"),
});

// These are for people who are logged in.
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: mustWorkHere,
  component: lazyRouteComponent(() => import("./Shell.tsx"), "Shell"),
});
const today = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(() => import("./routes/today.tsx"), "TodayRoute"),
});
const begin = createRoute({
  getParentRoute: () => inside,
  path: "new",
  component: lazyRouteComponent(() => import("./routes/new.tsx"), "NewRoute"),
});
const fill = createRoute({
  getParentRoute: () => inside,
  path: "fill/$uuid",
  component: lazyRouteComponent(() => import("./routes/fill.tsx"), "FillRoute"),
});
const waiting = createRoute({
  getParentRoute: () => inside,
  path: "waiting/$device/$sequence",
  component: lazyRouteComponent(() => import("./routes/waiting.tsx"), "WaitingRoute"),
});
const record = createRoute({
  getParentRoute: () => inside,
  path: "records/$kind/$id",
  component: lazyRouteComponent(() => import("./routes/record.tsx"), "RecordRoute"),
});
const phone = createRoute({
  getParentRoute: () => inside,
  path: "device",
  component: lazyRouteComponent(() => import("./routes/phone.tsx"), "PhoneRoute"),
});
const profile = createRoute({
  getParentRoute: () => inside,
  path: "profile",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/profile.tsx"), "ProfileRoute"),
});
const sessions = createRoute({
  getParentRoute: () => inside,
  path: "sessions",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/sessions.tsx"), "SessionsRoute"),
});

// The office and administration: chunks of their own, which nobody on the shop floor loads. Their pages check what stands in the
// address themselves, since what checks it is loaded with them.
const review = createRoute({
  getParentRoute: () => inside,
  path: "review",
  beforeLoad: mustBeLoggedIn,
  validateSearch: asIs<ReviewSearch>,
  component: lazyRouteComponent(() => import("./routes/review.tsx"), "ReviewRoute"),
});
const delegations = createRoute({
  getParentRoute: () => inside,
  path: "review/delegations",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/review.tsx"), "DelegationsRoute"),
});
const officeRecords = createRoute({
  getParentRoute: () => inside,
  path: "office/$kind",
  beforeLoad: mustBeLoggedIn,
  validateSearch: asIs<RecordsSearch>,
  component: lazyRouteComponent(() => import("./routes/office_records.tsx"), "RecordsRoute"),
});
const officeRecord = createRoute({
  getParentRoute: () => inside,
  path: "office/$kind/$id",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/office_records.tsx"), "OfficeRecordRoute"),
});
const forms = createRoute({
  getParentRoute: () => inside,
  path: "forms",
  beforeLoad: mustBeLoggedIn,
  validateSearch: asIs<FormsSearch>,
  component: lazyRouteComponent(() => import("./routes/forms.tsx"), "FormsRoute"),
});
const form = createRoute({
  getParentRoute: () => inside,
  path: "forms/$id",
  beforeLoad: mustBeLoggedIn,
  validateSearch: asIs<FormSearch>,
  component: lazyRouteComponent(() => import("./routes/form.tsx"), "FormRoute"),
});
const admin = createRoute({
  getParentRoute: () => inside,
  path: "admin",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/admin.tsx"), "AdminRoute"),
});
const adminPeople = createRoute({
  getParentRoute: () => inside,
  path: "admin/people",
  beforeLoad: mustBeLoggedIn,
  validateSearch: asIs<PeopleSearch>,
  component: lazyRouteComponent(() => import("./routes/admin_people.tsx"), "AdminPeopleRoute"),
});
const adminPerson = createRoute({
  getParentRoute: () => inside,
  path: "admin/people/$id",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/admin_person.tsx"), "AdminPersonRoute"),
});
const adminDepots = createRoute({
  getParentRoute: () => inside,
  path: "admin/depots",
  beforeLoad: mustBeLoggedIn,
  validateSearch: asIs<DepotsSearch>,
  component: lazyRouteComponent(() => import("./routes/admin_depots.tsx"), "AdminDepotsRoute"),
});
const adminSettings = createRoute({
  getParentRoute: () => inside,
  path: "admin/settings",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/admin_settings.tsx"), "AdminSettingsRoute"),
});
const adminAudit = createRoute({
  getParentRoute: () => inside,
  path: "admin/audit",
  beforeLoad: mustBeLoggedIn,
  validateSearch: asIs<AuditSearch>,
  component: lazyRouteComponent(() => import("./routes/admin_audit.tsx"), "AdminAuditRoute"),
});
const adminHealth = createRoute({
  getParentRoute: () => inside,
  path: "admin/health",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/admin_health.tsx"), "AdminHealthRoute"),
});

const tree = root.addChildren([
  door.addChildren([login, welcome, forgotPassword, setPassword, people, register]),
  inside.addChildren([
    ...[today, begin, fill, waiting, record, phone, profile, sessions],
    ...[review, delegations, officeRecords, officeRecord, forms, form],
    ...[admin, adminPeople, adminPerson, adminDepots, adminSettings, adminAudit, adminHealth],
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultErrorComponent: Trouble,
  defaultNotFoundComponent: NoSuchPage,
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
