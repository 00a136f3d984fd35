import type { Cohorts, Place } from '../cohorts/service.ts';
import type { NewDelivery } from '../delivery/delivery.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Step } from './escalation.ts';
import type { QueueItem } from './rules.ts';

export interface PostingsOptions {
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly cohorts: Pick<Cohorts, 'spacesOf' | 'channelFor'>;
  now(): number;
}

/** The words of each stand in `commands/queue-messages.ts`. */
const KINDS = { item: 'queue:item', state: 'queue:state', escalated: 'queue:escalated' } as const;
const USEFUL_MS = 7 * 24 * 3_600_000;

/** What stands in the moderators' channel of every space of a cohort: ids and causes, never words, and nobody is called by name. */
export function openPostings({ outbox, cohorts, now }: PostingsOptions) {
  async function post(
    cohort: string,
    posting: Pick<NewDelivery, 'kind' | 'subject'>,
    keysOf: (place: string) => Pick<NewDelivery, 'key' | 'edits'>,
  ): Promise<void> {
    const deliveries: NewDelivery[] = [];
    for (const place of await cohorts.spacesOf(cohort)) {
      const channel = await cohorts.channelFor(place, 'moderators');
      if (!channel) continue;
      deliveries.push({
        ...posting,
        ...keysOf(nameOf(place)),
        cohort,
        to: { kind: 'channel', ...place, channel },
        notBefore: now(),
        expiresAt: now() + USEFUL_MS,
        quietHours: 'ignore',
        pin: false,
        thread: null,
      });
    }
    await outbox.owe(deliveries);
  }

  const itemKey = (id: string, place: string) => `queue:item:${id}:${place}`;

  return {
    /** Something waits. */
    opened: ({ id, cohort }: Pick<QueueItem, 'id' | 'cohort'>) =>
      post(cohort, { kind: KINDS.item, subject: id }, (place) => ({ key: itemKey(id, place), edits: null })),

    /** What stands there about it is drawn again: it was settled, taken back, or is graver than it was. */
    changed: ({ id, cohort, changes }: Pick<QueueItem, 'id' | 'cohort' | 'changes'>) =>
      post(cohort, { kind: KINDS.state, subject: id }, (place) => ({
        key: `queue:state:${id}:${changes}:${place}`,
        edits: itemKey(id, place),
      })),

    /** One line for everything of a cohort that has waited too long, however much it is. */
    escalated: (cohort: string, step: Step) =>
      post(cohort, { kind: KINDS.escalated, subject: `${cohort}/${step}` }, (place) => ({
        // After the items of the same instant: messages of one instant leave in the order of their keys.
        key: `queue:overdue:${cohort}:${step}:${now()}:${place}`,
        edits: null,
      })),
  };
}

const nameOf = ({ platform, space }: Place): string => `${platform}:${space}`;
