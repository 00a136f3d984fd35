import type { Platform } from '../chat/invocation.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Post, PostPlace, PostState, Support, Verdict } from './rules.ts';

interface SafeSpaceTables {
  posts: {
    id: string;
    cohort: string;
    thread: string;
    speaker: string;
    member: string | null;
    is_author: number;
    words: string | null;
    support: Support | null;
    warning: string | null;
    state: PostState;
    slot_at: number;
    sealed_until: number;
    same_band: number;
    receipt: string;
    closed_at: number | null;
  };
  post_places: {
    post: string;
    platform: Platform;
    space: string;
    channel: string;
    message_key: string;
    is_unsure: number;
  };
  thread_aliases: { thread: string; alias: string };
  support_answers: { id: string; cohort: string; month: string; support: Support; answer: Verdict };
}

export interface NewPost extends Omit<Post, 'sameBand' | 'closedAt' | 'state'> {
  readonly receipt: string;
}

type Change = Partial<Pick<Post, 'words' | 'warning' | 'state' | 'sameBand' | 'closedAt'>>;

const IDS_A_STATEMENT = 500;

export function openPostStore(record: TheRecord) {
  const db = () => record.db<SafeSpaceTables>();
  const rows = () => db().selectFrom('posts').selectAll();

  return {
    async find(id: string): Promise<Post | null> {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row ? postOf(row) : null;
    },

    /** What a withdrawal code is about. `receipt` is the hash of the code. */
    async byReceipt(receipt: string): Promise<Post | null> {
      const row = await rows().where('receipt', '=', receipt).executeTakeFirst();
      return row ? postOf(row) : null;
    },

    /** Opener first, then by slot; within a slot in no telling order. */
    async ofThread(thread: string): Promise<readonly Post[]> {
      const found = await rows().where('thread', '=', thread).orderBy('slot_at').orderBy('id').execute();
      return found.map(postOf).sort((a, b) => Number(b.id === thread) - Number(a.id === thread));
    },

    /** False where it is there already. */
    async insert(post: NewPost): Promise<boolean> {
      const { isAuthor, slotAt, sealedUntil, ...same } = post;
      const result = await db()
        .insertInto('posts')
        .values({
          ...same,
          is_author: isAuthor ? 1 : 0,
          slot_at: slotAt,
          sealed_until: sealedUntil,
          state: 'shown',
          same_band: 0,
          closed_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows) === 1;
    },

    /** False where it was so already, or there is no such post. */
    async update(id: string, change: Change, unlessState?: PostState): Promise<boolean> {
      const { sameBand, closedAt, ...same } = change;
      const result = await db()
        .updateTable('posts')
        .set({
          ...same,
          ...(sameBand === undefined ? {} : { same_band: sameBand }),
          ...(closedAt === undefined ? {} : { closed_at: closedAt }),
        })
        .where('id', '=', id)
        .$if(unlessState !== undefined, (query) => query.where('state', '<>', unlessState ?? 'shown'))
        .executeTakeFirst();
      return Number(result.numUpdatedRows) === 1;
    },

    /** Where it stands, in an order that says nothing. */
    async placesOf(post: string): Promise<readonly PostPlace[]> {
      const found = await db()
        .selectFrom('post_places')
        .selectAll()
        .where('post', '=', post)
        .orderBy('platform')
        .orderBy('space')
        .execute();
      return found.map(({ platform, space, channel, message_key, is_unsure }) => ({
        platform,
        space,
        channel,
        messageKey: message_key,
        isUnsure: is_unsure === 1,
      }));
    },

    /** It stands there, or in another message than before. */
    async stand(post: string, { platform, space, channel, messageKey }: PostPlace): Promise<void> {
      const now = { channel, message_key: messageKey, is_unsure: 0 };
      await db()
        .insertInto('post_places')
        .values({ post, platform, space, ...now })
        .onConflict((conflict) => conflict.columns(['post', 'platform', 'space']).doUpdateSet(now))
        .execute();
    },

    async markUnsure(post: string, isUnsure: boolean, place?: Pick<PostPlace, 'platform' | 'space'>): Promise<void> {
      await db()
        .updateTable('post_places')
        .set({ is_unsure: isUnsure ? 1 : 0 })
        .where('post', '=', post)
        .$if(place !== undefined, (query) =>
          query.where((where) => where.and({ platform: place?.platform ?? 'sandbox', space: place?.space ?? '' })),
        )
        .execute();
    },

    async aliases(thread: string): Promise<readonly string[]> {
      const found = await db().selectFrom('thread_aliases').select('alias').where('thread', '=', thread).execute();
      return found.map(({ alias }) => alias);
    },

    /** False where somebody has it. */
    async takeAlias(thread: string, alias: string): Promise<boolean> {
      const result = await db()
        .insertInto('thread_aliases')
        .values({ thread, alias })
        .onConflict((conflict) => conflict.columns(['thread', 'alias']).doNothing())
        .executeTakeFirst();
      return Number(result.numInsertedOrUpdatedRows) === 1;
    },

    /** Whether somebody has spoken in this thread under this alias. */
    async hasSpoken(thread: string, alias: string): Promise<boolean> {
      const row = await db()
        .selectFrom('posts')
        .select('id')
        .where('thread', '=', thread)
        .where('speaker', '=', alias)
        .where('member', 'is', null)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Replies under their own name. */
    async namedOf(member: string): Promise<readonly Post[]> {
      return (await rows().where('member', '=', member).execute()).map(postOf);
    },

    /** Their name goes; what they said is withdrawn beside it. */
    async forgetMember(id: string): Promise<void> {
      await db().updateTable('posts').set({ member: null, speaker: '' }).where('id', '=', id).execute();
    },

    async keepAnswer(answer: SafeSpaceTables['support_answers']): Promise<void> {
      await db()
        .insertInto('support_answers')
        .values(answer)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    /** Threads that opened before `at`, with their aliases; gives the ids of all that stood in them. */
    async eraseBefore(at: number): Promise<readonly string[]> {
      const openers = await db()
        .selectFrom('posts')
        .select('id')
        .whereRef('id', '=', 'thread')
        .where('slot_at', '<', at)
        .limit(200)
        .execute();
      const threads = openers.map(({ id }) => id);
      if (threads.length === 0) return [];
      const gone = await db().deleteFrom('posts').where('thread', 'in', threads).returning('id').execute();
      await db().deleteFrom('thread_aliases').where('thread', 'in', threads).execute();
      const ids = gone.map(({ id }) => id);
      for (let from = 0; from < ids.length; from += IDS_A_STATEMENT)
        await db()
          .deleteFrom('post_places')
          .where('post', 'in', ids.slice(from, from + IDS_A_STATEMENT))
          .execute();
      return gone.map(({ id }) => id);
    },
  };
}

export type PostStore = ReturnType<typeof openPostStore>;

const postOf = (row: SafeSpaceTables['posts']): Post => ({
  id: row.id,
  cohort: row.cohort,
  thread: row.thread,
  speaker: row.speaker,
  member: row.member,
  isAuthor: row.is_author === 1,
  words: row.words,
  support: row.support,
  warning: row.warning,
  state: row.state,
  slotAt: row.slot_at,
  sealedUntil: row.sealed_until,
  sameBand: row.same_band,
  closedAt: row.closed_at,
});
