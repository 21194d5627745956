import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

import { Loading } from "#kit/Loaded.tsx";

import { Door } from "./Door.tsx";
import { NoSuchPage, Trouble } from "./Trouble.tsx";
import { LoginRoute } from "./routes/login.tsx";
import { mustBeLoggedIn, mustWorkHere } from "./signed_in.ts";

/** Of the address: where the login should lead. */
const next = (search: Record<string, unknown>): { next?: string } => (typeof search.next === "string" ? { next: search.next } : {});

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

// Administration: a chunk of its own, which nobody on the shop floor loads.
const admin = createRoute({
  getParentRoute: () => inside,
  path: "admin",
  beforeLoad: mustBeLoggedIn,
  component: lazyRouteComponent(() => import("./routes/admin.tsx"), "AdminRoute"),
});

const tree = root.addChildren([
  door.addChildren([login, welcome, forgotPassword, setPassword, people, register]),
  inside.addChildren([today, begin, fill, waiting, record, phone, profile, sessions, admin]),
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
