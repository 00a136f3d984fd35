import type { Platform } from '../chat/invocation.ts';
import type { Purpose } from '../cohorts/rules.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { NewDelivery, Outbox } from '../delivery/outbox.ts';
import type { Members } from '../members/service.ts';
import type { Offer, Question } from './rules.ts';

export interface NoticesOptions {
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly cohorts: Pick<Cohorts, 'spacesOf' | 'channelFor'>;
  readonly members: Pick<Members, 'find'>;
  /** Platforms where it can be seen who got a direct message: there mentors find everything in their panel. */
  isSameForAll(platform: Platform): boolean;
}

const DAY = 24 * 3_600_000;

/** The messages of questions; their words stand in `commands/`. None holds words, or says anything of who asked. */
const KINDS = {
  offer: 'question:offer',
  reminder: 'question:reminder',
  relayed: 'question:relayed',
  channel: 'question:waiting',
  channelState: 'question:waiting-state',
  moderators: 'question:overdue',
  moderatorsState: 'question:overdue-state',
} as const;

/** What is told about questions, inside the caller's transaction: to mentors, in their channel, and to moderators. */
export function openNotices({ outbox, cohorts, members, isSameForAll }: NoticesOptions) {
  async function toMentor(member: string, notice: Pick<NewDelivery, 'key' | 'kind' | 'subject' | 'notBefore' | 'expiresAt'>) {
    const mentor = await members.find(member);
    if (!mentor || isSameForAll(mentor.platform)) return;
    const to = { kind: 'member', member } as const;
    await outbox.owe([{ ...notice, cohort: mentor.cohort, to, quietHours: 'respect', pin: false, edits: null, thread: null }]);
  }

  async function toChannels(
    { id, cohort }: Question,
    purpose: Purpose,
    kind: string,
    at: number,
    keysOf: (place: string) => Pick<NewDelivery, 'key' | 'edits'>,
  ): Promise<void> {
    for (const place of await cohorts.spacesOf(cohort)) {
      const channel = await cohorts.channelFor(place, purpose);
      if (channel === null) continue;
      const to = { kind: 'channel', ...place, channel } as const;
      const when = { notBefore: at, expiresAt: at + 7 * DAY, quietHours: 'ignore' } as const;
      const keys = keysOf(`${place.platform}:${place.space}`);
      await outbox.owe([{ ...keys, kind, subject: id, cohort, to, ...when, pin: false, thread: null }]);
    }
  }

  const channelKey = ({ id, soughtAt }: Question, place: string) => `${KINDS.channel}:${id}:${soughtAt}:${place}`;

  const moderatorsKey = ({ id, soughtAt }: Question, place: string) => `${KINDS.moderators}:${id}:${soughtAt}:${place}`;

  return {
    offered: ({ id, mentor, offeredAt, expiresAt }: Pick<Offer, 'id' | 'mentor' | 'offeredAt' | 'expiresAt'>) =>
      toMentor(mentor, { key: `${KINDS.offer}:${id}`, kind: KINDS.offer, subject: id, notBefore: offeredAt, expiresAt }),

    reminded: (mentor: string, { id, turnAt }: Question, at: number) =>
      toMentor(mentor, {
        key: `${KINDS.reminder}:${id}:${mentor}:${turnAt}`,
        kind: KINDS.reminder,
        subject: id,
        notBefore: at,
        expiresAt: at + DAY,
      }),

    /** Something was said to a mentor. */
    relayed: (mentor: string, question: string, message: string, at: number) =>
      toMentor(mentor, {
        key: `${KINDS.relayed}:${message}`,
        kind: KINDS.relayed,
        subject: question,
        notBefore: at,
        expiresAt: at + 2 * DAY,
      }),

    /** To everybody who may take it, in the channel for questions of each space. */
    toChannel: (question: Question, at: number) =>
      toChannels(question, 'questions', KINDS.channel, at, (place) => ({ key: channelKey(question, place), edits: null })),

    /** What stands there, and with moderators, is drawn again: nobody is looked for any more. `question` as it was while somebody was. */
    async channelChanged(question: Question, at: number): Promise<void> {
      await toChannels(question, 'questions', KINDS.channelState, at, (place) => ({
        key: `${KINDS.channelState}:${question.id}:${at}:${place}`,
        edits: channelKey(question, place),
      }));
      if (question.width < 3) return;
      await toChannels(question, 'moderators', KINDS.moderatorsState, at, (place) => ({
        key: `${KINDS.moderatorsState}:${question.id}:${at}:${place}`,
        edits: moderatorsKey(question, place),
      }));
    },

    toModerators: (question: Question, at: number) =>
      toChannels(question, 'moderators', KINDS.moderators, at, (place) => ({
        key: moderatorsKey(question, place),
        edits: null,
      })),
  };
}

export type Notices = ReturnType<typeof openNotices>;
