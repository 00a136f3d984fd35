import type { Cohorts, Place } from '../cohorts/service.ts';
import type { About, Author, Seals } from '../privacy/seals.ts';
import { type Facts, GROUNDS, isInTime, isWaiting, NEXT, type Reveal, type RevealStep } from './reveal-rules.ts';

/** Something that somebody wrote without a name, as whoever keeps it knows it. */
export interface Matter {
  readonly about: About;
  /** Others whose words it concerns without a name, such as who opened the thread of a reply: they take no part either. */
  readonly parties: readonly About[];
}

interface FactsOptions {
  readonly seals: Pick<Seals, 'open'>;
  readonly cohorts: Pick<Cohorts, 'homeOf' | 'arrangement' | 'isSettledLead'>;
  matter(subject: string): Promise<Matter | null>;
  hasReported(subject: string, person: Omit<Author, 'member'>): Promise<boolean>;
  /** Everything that one person comes by, as far as they said so. */
  accountsOf(person: Omit<Author, 'member'>): Promise<readonly Omit<Author, 'member'>[]>;
  now(): number;
}

interface Acting {
  readonly place: Place | null;
  readonly person: string;
  readonly roles: readonly string[];
}

interface Asked {
  readonly cohort: string | null;
  readonly subject: string;
  readonly reveal: Reveal | null;
  readonly request: { readonly grounds: string; readonly reason: string } | null;
}

interface Found {
  readonly facts: Facts;
  readonly isLead: boolean;
  /** The subject if there is one, and never what a forger wrote. */
  readonly known: string;
  readonly step: RevealStep | null;
  readonly author: Author | null;
}

/** Gathers all that bears on an act, always all of it: neither words nor time tell which part was in the way. */
export function openRevealFacts({ seals, cohorts, matter, hasReported, accountsOf, now }: FactsOptions) {
  /** The author, unless one of these people wrote it, is a party to it, or reported it. */
  async function unlessInvolved({ about, parties }: Matter, people: readonly Omit<Author, 'member'>[]): Promise<Author | null> {
    const author = await seals.open(about);
    const others = await Promise.all(parties.map((party) => seals.open(party)));
    const reported = await Promise.all(people.map((person) => hasReported(about.subject, person)));
    const accounts = (await Promise.all(people.map(accountsOf))).flat();
    const isInvolved = accounts.some((person) => [author, ...others].some((other) => other !== null && isSame(other, person)));
    return isInvolved || reported.includes(true) ? null : author;
  }

  return {
    async factsOf(who: Acting, { cohort, subject, reveal, request }: Asked): Promise<Found> {
      const found = await matter(subject);
      const known = found && found.about.cohort === (reveal?.cohort ?? cohort) ? found : null;
      const home = known && (await cohorts.homeOf(known.about.cohort));
      const roster = home ? (await cohorts.arrangement(home)).holders.roster : [];
      const isLead = home !== null && (await cohorts.isSettledLead(home, who.roles));
      const isOwn = reveal?.askedBy === who.person;
      const step: RevealStep | null = isOwn ? (isLead ? 'show' : null) : isLead ? 'agree-as-lead' : 'agree';
      // The asker is one of them in any case; who agreed before counts where the asker comes to look.
      const people = [who.person, reveal?.askedBy, isOwn ? reveal?.agreedBy : null].flatMap((person) => person ?? []);
      const author =
        known && home
          ? await unlessInvolved(
              known,
              people.map((person) => ({ ...home, person })),
            )
          : null;
      return {
        isLead,
        known: known ? subject : '',
        step,
        author,
        facts: {
          isKnown: known !== null && (reveal !== null || request !== null),
          isHome: home !== null && who.place?.platform === home.platform && who.place.space === home.space,
          areOnRoster: people.every((person) => roster.includes(person)),
          isWaiting: reveal === null || isWaiting(reveal.state),
          isInTime: reveal === null || isInTime(reveal, now()),
          areTwo: reveal === null || !isOwn || reveal.state === 'agreed',
          mayFollow: reveal === null || (step !== null && NEXT[reveal.state][step] !== undefined),
          isGrounded:
            request === null || (GROUNDS.some((grounds) => grounds === request.grounds) && request.reason.trim() !== ''),
          mayBeOpened: author !== null,
        },
      };
    },
  };
}

const isSame = (a: Omit<Author, 'member'>, b: Omit<Author, 'member'>): boolean =>
  a.platform === b.platform && a.space === b.space && a.person === b.person;
