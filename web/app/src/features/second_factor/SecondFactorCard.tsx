import { Plural, useLingui } from "@lingui/react/macro";
import { Button, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Loaded } from "#kit/Loaded.tsx";

import { Proof } from "./Proof.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { SetUp } from "./SetUp.tsx";
import { disableSecondFactor } from "./api/disable_second_factor.ts";
import { secondFactorKey, useSecondFactor } from "./api/get_second_factor.ts";
import { replaceRecoveryCodes } from "./api/replace_recovery_codes.ts";

type Doing = "nothing" | "setting up" | "new codes" | "disabling";

export function SecondFactorCard() {
  const { t } = useLingui();
  const client = useQueryClient();
  const factor = useSecondFactor();
  const [doing, setDoing] = useState<Doing>("nothing");
  const [codes, setCodes] = useState<string[]>();
  const done = async (fresh?: string[]) => {
    setCodes(fresh);
    setDoing("nothing");
    await client.invalidateQueries({ queryKey: secondFactorKey });
  };
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />;
  return (
    <Stack className="card">
      <Title order={2} size="h4">{t`Second factor`}</Title>
      <Loaded query={factor}>
        {({ enabled, required, recovery_codes_left: left }) => {
          if (doing === "setting up") return <SetUp onDone={done} onCancel={() => setDoing("nothing")} />;
          if (doing === "new codes") {
            const renew = async (proof: Parameters<typeof replaceRecoveryCodes>[0]) => done((await replaceRecoveryCodes(proof)).recovery_codes);
            return <Proof action={t`Make new recovery codes`} onProof={renew} onCancel={() => setDoing("nothing")} />;
          }
          if (doing === "disabling") {
            const disable = async (proof: Parameters<typeof disableSecondFactor>[0]) => {
              await disableSecondFactor(proof);
              await done();
            };
            return <Proof action={t`Switch it off`} onProof={disable} onCancel={() => setDoing("nothing")} />;
          }
          if (!enabled) {
            return (
              <>
                <Text>
                  {required
                    ? t`Your role asks for it: until you set it up, you are treated as a regular user.`
                    : t`With an authenticator app, nobody gets in with your password alone.`}
                </Text>
                <Button onClick={() => setDoing("setting up")}>{t`Set it up`}</Button>
              </>
            );
          }
          return (
            <>
              <Text>
                <Plural value={left} one="It is on. You have # recovery code left." other="It is on. You have # recovery codes left." />
              </Text>
              <Button variant="default" onClick={() => setDoing("new codes")}>{t`Make new recovery codes`}</Button>
              <Button variant="default" onClick={() => setDoing("disabling")}>{t`Switch it off`}</Button>
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}
