import type { Helpline, Helplines } from './helplines.ts';

/** One way to help, as it is shown. */
export interface Route {
  readonly name: string;
  readonly reach: string;
  readonly hours: string;
  readonly detail: string;
  readonly verifiedBy: Helpline['verifiedBy'] | 'cohort';
}

export interface Place {
  /** ISO 3166 alpha-2, or anything else for an unknown country. */
  readonly country: string;
  /** The university's own service. */
  readonly own: { readonly name: string; readonly contact: string } | null;
}

export interface Signposts {
  /** `card`: two or three, nearest first: emergency, one 24-hour listening line, the own service (domain §4). */
  nearestHelp(place: Place): { readonly card: readonly Route[]; readonly all: readonly Route[] };
}

export const openSignposts = (helplines: Helplines): Signposts => ({
  nearestHelp({ country, own }) {
    const list = helplines.of(country);
    const ownRoute: readonly Route[] = own
      ? [{ name: own.name, reach: own.contact, hours: '', detail: '', verifiedBy: 'cohort' }]
      : [];
    const first = (kind: Helpline['kind']): readonly Route[] => list.filter((helpline) => helpline.kind === kind).slice(0, 1);
    const someoneToTalkTo = first('listening').length > 0 ? first('listening') : first('directory');
    return { card: [...first('emergency'), ...someoneToTalkTo, ...ownRoute], all: [...ownRoute, ...list] };
  },
});
