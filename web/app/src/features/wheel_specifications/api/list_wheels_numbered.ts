import { useQuery } from "@tanstack/react-query";

import { useProfile } from "#features/session";
import { api, given } from "#kit/api.ts";

/**
 * The newest records of a wheel that the server has. Asked only while the server knows us as this person: the cookies of a shared phone may
 * be a colleague's.
 */
export function useWheelsNumbered(person: number, wheelNo: string) {
  const { data, isError, dataUpdatedAt } = useProfile();
  const isOurs = data?.id === person && !isError && dataUpdatedAt > 1;
  return useQuery({
    queryKey: ["wheel-specifications", "numbered", person, wheelNo],
    queryFn: () => given(api.GET("/api/forms/wheel-specifications", { params: { query: { wheel_no: wheelNo, sort: "-submitted_date", per_page: 5 } } })),
    enabled: isOurs && navigator.onLine && wheelNo !== "" && wheelNo.length <= 50,
    staleTime: 60_000,
    retry: false,
  });
}
