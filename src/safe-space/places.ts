import type { NewDelivery } from '../delivery/delivery.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Post, PostPlace, ThreadPlace } from './rules.ts';
import type { PostStore } from './store.ts';

export interface PlacesOptions {
  readonly posts: PostStore;
  readonly outbox: Pick<Outbox, 'owe'>;
  /** The safe space of every space where the cohort lives now. */
  channelsOf(cohort: string): Promise<readonly ThreadPlace[]>;
  newId(): string;
}

type Sendable = Pick<Post, 'id' | 'cohort' | 'thread' | 'slotAt' | 'speaker'>;

const DAY = 24 * 3_600_000;

/**
 * Where a post stands: in the safe space of each space of its cohort, as messages that are owed at the same instant. So
 * neither what is posted nor the record says in which space its author was. A reply stands wherever its thread does.
 */
export function openPlaces({ posts, outbox, channelsOf, newId }: PlacesOptions) {
  async function placesFor({ id, cohort, thread }: Sendable): Promise<readonly ThreadPlace[]> {
    const living = await channelsOf(cohort);
    if (id === thread) return living;
    const threads = await posts.placesOf(thread);
    return threads.filter((place) => living.some((one) => isSame(one, place)));
  }

  async function stand(post: Sendable, place: ThreadPlace, key: string): Promise<NewDelivery> {
    const { platform, space, channel } = place;
    const openerKey = post.id === post.thread ? null : ((await openerAt(post, place))?.messageKey ?? '');
    await posts.stand(post.id, { platform, space, channel, messageKey: key, isUnsure: false });
    return messageOf(post, { platform, space, channel }, key, openerKey);
  }

  const openerAt = async ({ thread }: Sendable, place: ThreadPlace): Promise<PostPlace | undefined> =>
    (await posts.placesOf(thread)).find((one) => isSame(one, place));

  return {
    /** Owes the messages in which it appears. False where there is no place for it. */
    async appear(post: Sendable): Promise<boolean> {
      const places = await placesFor(post);
      const owed: NewDelivery[] = [];
      for (const place of places) owed.push(await stand(post, place, `post:${post.id}:${nameOf(place)}`));
      await outbox.owe(owed);
      return places.length > 0;
    },

    /** Wherever it stands it is drawn as it is now, also where the space has left the cohort since. */
    async renew(post: Sendable, at: number): Promise<void> {
      const id = newId();
      const places = await posts.placesOf(post.id);
      await outbox.owe(
        places.map(({ platform, space, channel, messageKey }) => ({
          ...messageOf(post, { platform, space, channel }, `post:${post.id}:${id}:${nameOf({ platform, space })}`, null),
          notBefore: at,
          expiresAt: at + 30 * DAY,
          edits: messageKey,
          thread: null,
        })),
      );
    },

    /**
     * Sends it again where nobody knows whether it came out, under keys of their own: the first may be there, or its channel
     * may be gone.
     */
    async again(post: Sendable, at: number): Promise<void> {
      const living = await placesFor(post);
      const known = await posts.placesOf(post.id);
      const unsure = living.filter((place) => known.length === 0 || known.some((one) => one.isUnsure && isSame(one, place)));
      const id = newId();
      const owed: NewDelivery[] = [];
      for (const place of unsure) owed.push(await stand(post, place, `post:${post.id}:again:${id}:${nameOf(place)}`));
      await outbox.owe(owed.map((message) => ({ ...message, notBefore: at, expiresAt: at + 7 * DAY })));
    },
  };
}

export type Places = ReturnType<typeof openPlaces>;

/** `openerKey`: the delivery that opened the thread there; null for what opens one. */
const messageOf = (post: Sendable, place: ThreadPlace, key: string, openerKey: string | null): NewDelivery => ({
  key,
  kind: 'post:shown',
  subject: post.id,
  cohort: post.cohort,
  to: { kind: 'channel', ...place },
  notBefore: post.slotAt,
  expiresAt: post.slotAt + 7 * DAY,
  quietHours: 'ignore',
  pin: false,
  edits: null,
  thread: openerKey === null ? { kind: 'starts', name: post.speaker } : { kind: 'in', key: openerKey },
});

type Space = Pick<ThreadPlace, 'platform' | 'space'>;
const isSame = (a: Space, b: Space): boolean => a.platform === b.platform && a.space === b.space;
const nameOf = ({ platform, space }: Space): string => `${platform}:${space}`;
