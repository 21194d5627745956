import { useNavigate } from "@tanstack/react-router";

import { FirstSteps } from "#features/installation";

export function WelcomeRoute() {
  const navigate = useNavigate();
  return <FirstSteps onLogin={() => void navigate({ to: "/login" })} />;
}
