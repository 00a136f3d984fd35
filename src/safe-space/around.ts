import type { Cohort } from '../cohorts/rules.ts';
import { UserError } from '../errors.ts';
import type { Member } from '../members/rules.ts';
import type { Mutes } from '../moderation/service.ts';
import type { Someone } from '../privacy/keyed-tags.ts';
import type { Mix, NewItem } from '../privacy/mix.ts';
import type { Author } from '../privacy/seals.ts';
import { slotOf } from '../privacy/slots.ts';
import type { Tier } from '../safety/tiers.ts';
import type { Forgetting } from '../store/forgetting.ts';
import { type CLOSING, REPORT, type Report, SAME, type WITHDRAWAL } from './release.ts';
import type { Post, ReportReason } from './rules.ts';
import type { PostStore } from './store.ts';

export interface AroundOptions {
  readonly posts: PostStore;
  readonly forgetting: Forgetting;
  readonly mix: Mix;
  readonly mutes: Pick<Mutes, 'appeal' | 'appealOf' | 'mutedUntil'>;
  /** Everything that one person comes by: the first is the same for all. */
  accountsOf(person: Someone): Promise<readonly [Someone, ...Someone[]]>;
  now(): number;
  newId(): string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** "Same here" is counted again at these distances. */
const COUNTED_EVERY_MS = 6 * HOUR;
const KEPT_MS = 32 * DAY;

/** What others do about something said: each counts once, nobody sees who, and nothing shows before its slot. */
export function openAround({ posts, forgetting, mix, mutes, accountsOf, now, newId }: AroundOptions) {
  /** The same for all that one person comes by. */
  async function keyOf(somebody: Omit<Author, 'member'>): Promise<string> {
    const [{ platform, space, person }] = await accountsOf(somebody);
    return `${platform} ${space} ${person}`;
  }

  /** The account of theirs that is muted for longest. */
  async function mutedAs(
    somebody: Someone,
    cohort: string,
  ): Promise<{ readonly person: Someone; readonly until: number | null }> {
    const all = await accountsOf(somebody);
    const ends = await Promise.all(all.map((person) => mutes.mutedUntil(cohort, 'safe-space', person)));
    return all
      .map((person, index) => ({ person, until: ends[index] ?? null }))
      .reduce((longest, one) => ((one.until ?? 0) > (longest.until ?? 0) ? one : longest));
  }

  /** @throws UserError where there is nothing to see there. */
  async function shown(id: string, cohort: Cohort): Promise<Post> {
    const post = await posts.find(id);
    if (!post || post.cohort !== cohort.id || post.state === 'withdrawn') throw new UserError('no-such-thread');
    return post;
  }

  /** A day and nothing finer: the store shows it. */
  const keptUntil = (): number => slotOf(now(), DAY) + KEPT_MS;

  return {
    shown,
    mutedAs,

    async sameHere(member: Member, cohort: Cohort, id: string): Promise<Post> {
      const post = await shown(id, cohort);
      await forgetting.group(SAME, id).setUntil(await keyOf(member), true, keptUntil());
      const at = slotOf(now(), COUNTED_EVERY_MS) + COUNTED_EVERY_MS;
      await mix.put({ ...actOn(post, SAME, now()), pace: 'at', at });
      return post;
    },

    async report(member: Member, cohort: Cohort, id: string, reason: ReportReason): Promise<Post> {
      const post = await shown(id, cohort);
      const reports = forgetting.group(REPORT, id);
      const key = await keyOf(member);
      const before = await reports.get<Report>(key);
      await reports.setUntil(key, { id: before?.id ?? newId(), reason } satisfies Report, keptUntil());
      await mix.put({ ...actOn(post, REPORT, now()), pace: 'urgent' });
      return post;
    },

    /** A muted person asks the moderators to look again, without a name. */
    async appeal(member: Member, cohort: Cohort, words: string, tier: Tier) {
      const { person } = await mutedAs(member, cohort.id);
      return mutes.appeal({ cohort: cohort.id, capability: 'safe-space', person, words, tier });
    },

    /** For the person alone; null for somebody who is not muted. */
    async mute(member: Member, cohort: Cohort) {
      const { person, until } = await mutedAs(member, cohort.id);
      return until === null ? null : { until, appeal: await mutes.appealOf(cohort.id, 'safe-space', person) };
    },

    /** As far as it is known still. */
    hasReported: async (id: string, person: Omit<Author, 'member'>): Promise<boolean> =>
      (await forgetting.group(REPORT, id).get(await keyOf(person))) !== null,

    /** Moderators have looked: what was said about it before counts no more. */
    async forgetReports(id: string): Promise<void> {
      await forgetting.group(REPORT, id).clear();
    },
  };
}

export type Around = ReturnType<typeof openAround>;

/** Something done about a post; the same again takes the first one's place. */
export const actOn = (
  { id, cohort }: Pick<Post, 'id' | 'cohort'>,
  kind: typeof REPORT | typeof SAME | typeof WITHDRAWAL | typeof CLOSING,
  now: number,
): NewItem => ({
  id: `${kind}-${id}`,
  kind,
  cohort,
  pace: 'urgent',
  order: `${kind} ${id}`,
  content: { post: id },
  until: slotOf(now, DAY) + 32 * DAY,
});
