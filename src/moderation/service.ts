import type { Agenda } from '../calendar/agenda.ts';
import type { Cohorts } from '../cohorts/service.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { About } from '../privacy/seals.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { AuditTrail } from './audit-trail.ts';
import { type Mutes, type MutesOptions, openMutes } from './mutes.ts';
import { openQueue, type Queue, type QueueHooks } from './queue.ts';
import { type Description, MUTES, type Muteable, type MuteLength, type QueueItem } from './rules.ts';
import { openModerationSettings, type Settings } from './settings.ts';

export interface ModerationOptions {
  readonly record: TheRecord;
  readonly forgetting: MutesOptions['forgetting'];
  readonly seals: MutesOptions['seals'];
  readonly mix: MutesOptions['mix'];
  readonly outbox: Pick<Outbox, 'owe'>;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel'>;
  readonly audit: AuditTrail;
  readonly cohorts: Pick<Cohorts, 'find' | 'spacesOf' | 'channelFor'>;
  /** The sub-key `mutes`. */
  readonly key: Buffer;
  /** What the queue asks of the safe space; it knows appeals itself. */
  readonly hooks: ModerationHooks;
  now(): number;
  newId(): string;
}

export interface ModerationHooks extends Pick<QueueHooks, 'decided' | 'undone'> {
  /** Null: it is gone. */
  describe(subject: string): Promise<Description | null>;
}

export interface Moderation {
  readonly settings: Settings;
  readonly queue: Queue;
  readonly mutes: Mutes;
  /** Mutes whoever wrote what an item is about, and writes into the audit log that somebody did. Always answers the same. */
  mute(item: QueueItem, length: MuteLength, moderator: string): Promise<'done'>;
  /** Takes that back. */
  unmute(item: QueueItem, moderator: string): Promise<'done'>;
}

/** The queue, the mutes and the settings put together. */
export function openModeration(options: ModerationOptions): Moderation {
  const { record, audit, hooks } = options;
  const mutes = openMutes(options);
  const settings = openModerationSettings({ record, audit, changed: (cohort) => queue.replan(cohort) });
  const queue: Queue = openQueue({ ...options, settings, hooks: withAppeals(hooks, mutes) });

  /** Whose words they are, and where a mute of theirs counts. */
  async function authorOf({ cohort, subject }: QueueItem): Promise<{ readonly about: About; readonly capability: Muteable }> {
    const description = await hooks.describe(subject);
    const capability = description?.capability ?? 'safe-space';
    const isReply = description !== null && description.thread !== subject;
    const purpose = capability === 'questions' ? 'question' : isReply ? 'reply' : 'post';
    return { about: { cohort, subject, purpose }, capability };
  }

  const note = ({ id, cohort, subject }: QueueItem, actor: string, action: string, details: Readonly<Record<string, string>>) =>
    audit.append(cohort, { actor, action, subject, details: { item: id, ...details } });

  return {
    settings,
    queue,
    mutes,
    async mute(item, length, moderator) {
      return record.transaction(async () => {
        await note(item, moderator, 'mute', { length });
        const { about, capability } = await authorOf(item);
        return mutes.muteAuthorOf(about, MUTES[length], capability);
      });
    },
    async unmute(item, moderator) {
      return record.transaction(async () => {
        await note(item, moderator, 'unmute', {});
        const { about, capability } = await authorOf(item);
        return mutes.liftFor(about, capability);
      });
    },
  };
}

/** Appeals stand nowhere but in the forgetting store, and what is decided about them is done there. */
function withAppeals(hooks: ModerationHooks, mutes: Mutes): QueueHooks {
  return {
    async describe({ id, subject, cause }) {
      if (cause !== 'appeal') return hooks.describe(subject);
      const words = await mutes.wordsOf(id);
      return words === null ? null : { ...UNSIGNED, words, thread: subject };
    },
    async decided(item, decision, text) {
      if (item.cause !== 'appeal') return hooks.decided(item, decision, text);
      if (decision === 'approve') await mutes.grant(item.id);
      if (decision === 'decline') await mutes.answer(item.id, { state: 'declined', text });
    },
    async undone(item) {
      if (item.cause !== 'appeal') return hooks.undone(item);
      await mutes.answer(item.id, { state: 'waiting', text: null });
    },
  };
}

const UNSIGNED = {
  speaker: null,
  support: null,
  warning: null,
  isOut: false,
  state: 'waiting',
  capability: 'safe-space',
} as const;

export type { Mutes } from './mutes.ts';
export type { Queue, QueueHooks } from './queue.ts';
export type { Matter } from './reveal-facts.ts';
