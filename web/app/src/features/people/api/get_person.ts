import { useQuery } from "@tanstack/react-query";

import { api, givenWithTag } from "#kit/api.ts";

export const personKey = (id: number) => ["people", "one", id];
export const getPerson = (id: number) => givenWithTag(api.GET("/api/users/users/{id}", { params: { path: { id } } }));
export const usePerson = (id: number, enabled = true) => useQuery({ queryKey: personKey(id), queryFn: () => getPerson(id), enabled });
