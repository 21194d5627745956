import { useQuery } from "@tanstack/react-query";

import { type components, api, given } from "#kit/api.ts";

import { type Rule, rulesOf } from "../model/rules.ts";

export interface FieldType extends Omit<components["schemas"]["FieldType"], "rules"> {
  rules: Rule[];
}

export const useFieldTypes = () =>
  useQuery({
    queryKey: ["forms", "field-types"],
    queryFn: async (): Promise<FieldType[]> => {
      const { data } = await given(api.GET("/api/forms/field-types"));
      return data.map((type) => ({ ...type, rules: rulesOf(type.rules) }));
    },
    staleTime: 60 * 60_000,
  });
