import type { Cohorts, Place } from '../cohorts/service.ts';
import type { NewDelivery } from '../delivery/delivery.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Entry, Posting } from './rules.ts';

export interface PostingsOptions {
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly cohorts: Pick<Cohorts, 'spacesOf' | 'channelFor'>;
  now(): number;
  newId(): string;
}

/** The words of each stand in `commands/library-messages.ts`. */
const KINDS = {
  waiting: 'library:waiting',
  settled: 'library:waiting-state',
  doubted: 'library:doubted',
  unagreed: 'library:unagreed',
  entry: 'library:entry',
} as const;
const DAY = 24 * 3_600_000;

/** What the library says in channels. What tells moderators that something waits holds no words of it. */
export function openPostings({ outbox, cohorts, now, newId }: PostingsOptions) {
  async function channels(cohort: string, purpose: 'moderators' | 'questions') {
    const found: (Place & { readonly channel: string })[] = [];
    for (const place of await cohorts.spacesOf(cohort)) {
      const channel = await cohorts.channelFor(place, purpose);
      if (channel) found.push({ platform: place.platform, space: place.space, channel });
    }
    return found;
  }

  const delivery = (cohort: string, { key, ...place }: Posting, kind: string, subject: string): NewDelivery => ({
    key,
    kind,
    subject,
    cohort,
    to: { kind: 'channel', ...place },
    notBefore: now(),
    expiresAt: now() + 7 * DAY,
    quietHours: 'ignore',
    pin: false,
    edits: null,
    thread: null,
  });

  async function tellModerators(
    { id, cohort }: Pick<Entry, 'id' | 'cohort'>,
    kind: string,
    keysOf: (place: string) => Pick<NewDelivery, 'key' | 'edits'>,
  ): Promise<void> {
    const places = await channels(cohort, 'moderators');
    await outbox.owe(
      places.map((place) => {
        const keys = keysOf(`${place.platform}:${place.space}`);
        return { ...delivery(cohort, { ...place, key: keys.key }, kind, id), ...keys };
      }),
    );
  }

  const waitingKey = (id: string, place: string) => `${KINDS.waiting}:${id}:new:${place}`;

  return {
    /** Something waits for a look. */
    waiting: (entry: Pick<Entry, 'id' | 'cohort'>) =>
      tellModerators(entry, KINDS.waiting, (place) => ({ key: waitingKey(entry.id, place), edits: null })),

    /** It does not wait any more: what stands there is drawn again. */
    settled: (entry: Pick<Entry, 'id' | 'cohort'>) =>
      tellModerators(entry, KINDS.settled, (place) => ({
        key: `${KINDS.settled}:${entry.id}:${place}`,
        edits: waitingKey(entry.id, place),
      })),

    /** Members say that it is not true any more; once for each time that they were asked. */
    doubted: (entry: Entry) =>
      tellModerators(entry, KINDS.doubted, (place) => ({
        key: `${KINDS.doubted}:${entry.id}:${entry.trueAt}:${place}`,
        edits: null,
      })),

    /** Somebody whose words were merged into it does not agree any more. `from`: the entry that they were in. */
    unagreed: (entry: Pick<Entry, 'id' | 'cohort'>, from: string) =>
      tellModerators(entry, KINDS.unagreed, (place) => ({ key: `${KINDS.unagreed}:${entry.id}:${from}:${place}`, edits: null })),

    /** Posts it in every space of the cohort; gives where. */
    async post({ id, cohort }: Entry): Promise<readonly Posting[]> {
      const postings = (await channels(cohort, 'questions')).map((place) => ({ ...place, key: `library:${id}:${newId()}` }));
      await outbox.owe(
        postings.map((posting) => ({
          ...delivery(cohort, posting, KINDS.entry, id),
          thread: { kind: 'starts' as const, name: 'From the library' },
        })),
      );
      return postings;
    },

    /** Where it stands it is drawn as it is now, or as gone. */
    async renew({ id, cohort, postings }: Entry): Promise<void> {
      await outbox.owe(
        postings.map((posting) => ({
          ...delivery(cohort, { ...posting, key: `${posting.key}:${newId()}` }, KINDS.entry, id),
          expiresAt: now() + 30 * DAY,
          edits: posting.key,
        })),
      );
    },
  };
}

export type Postings = ReturnType<typeof openPostings>;
