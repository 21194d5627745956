import { moment, oneOf, present, wholeNumber, words } from "#kit/address.ts";

/** What the address of the audit log says: its filters, and the entry whose details are open. */
export interface AuditSearch {
  /** Who did it. */
  who?: number;
  /** The kind of record, as the API calls it: `user`. */
  type?: string;
  /** The number of the record; together with `type`. */
  record?: number;
  action?: string;
  address?: string;
  request?: string;
  from?: string;
  to?: string;
  /** The oldest first. */
  sort?: "occurred_at";
  open?: number;
}

export function validateAuditSearch(search: Record<string, unknown>): AuditSearch {
  return present({
    who: wholeNumber(search.who),
    type: words(search.type),
    record: wholeNumber(search.record),
    action: words(search.action),
    address: words(search.address),
    request: words(search.request),
    from: moment(search.from),
    to: moment(search.to),
    sort: oneOf(["occurred_at"], search.sort),
    open: wholeNumber(search.open),
  });
}

/** The filters as the API takes them. */
export const filtersOf = ({ who, type, record, action, address, request, from, to }: AuditSearch) =>
  present({ actor_id: who, entity_type: type, entity_id: record, action, address, request_id: request, from, to });

export const isFiltered = (search: AuditSearch): boolean => Object.keys(filtersOf(search)).length > 0;
