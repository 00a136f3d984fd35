import type { Agenda } from '../calendar/agenda.ts';
import { nextDuty } from '../calendar/duty-hours.ts';
import type { Cohorts } from '../cohorts/service.ts';
import { graver, rankOf, type Tier } from '../safety/tiers.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { AuditTrail } from './audit-trail.ts';
import { dueSteps, mayEscalate, nextStep, type Step } from './escalation.ts';
import { openPostings, type PostingsOptions } from './postings.ts';
import {
  addedUp,
  countedAgain,
  type Decision,
  type Description,
  type ModerationSettings,
  matterOf,
  mayDecide,
  mayUndo,
  type QueueItem,
  weightierCause,
} from './rules.ts';
import { type NewQueueItem, openModerationStore } from './store.ts';

/** What a decision means is done by whoever put the item there; each inside the transaction of the decision. */
export interface QueueHooks {
  /** Null: it is gone. */
  describe(item: QueueItem): Promise<Description | null>;
  decided(item: QueueItem, decision: Decision, text: string | null): Promise<void>;
  /** The decision in `item.state` is taken back. */
  undone(item: QueueItem): Promise<void>;
}

export interface QueueOptions extends PostingsOptions {
  readonly record: TheRecord;
  readonly agenda: Pick<Agenda, 'plan' | 'cancel'>;
  readonly audit: AuditTrail;
  readonly settings: { of(cohort: string): Promise<ModerationSettings> };
  readonly cohorts: Pick<Cohorts, 'find' | 'spacesOf' | 'channelFor'>;
  readonly hooks: QueueHooks;
}

export interface Ruling {
  /** The moderator's platform id. */
  readonly moderator: string;
  readonly decision: Decision;
  /** For the author (`ask-change`, `decline`), or the content warning. */
  readonly text: string | null;
}

/** A piece of due work of this kind goes to `escalate`. */
export const ESCALATE = 'queue:escalate';

/** What waits for the moderators of each cohort. It knows no words, and nobody who wrote any. */
export function openQueue(options: QueueOptions) {
  const { record, agenda, audit, cohorts, hooks, now } = options;
  const store = openModerationStore(record);
  const postings = openPostings(options);

  async function open(item: NewQueueItem): Promise<void> {
    await record.transaction(async () => {
      const known = await store.find(item.id);
      if (known?.state === 'open') return count(known, item, countedAgain);
      if (known || (await store.isKnown(item.id))) return;
      const matter = matterOf(item.cause);
      const others = (await store.ofSubject(item.subject)).filter(({ cause }) => matter.includes(cause));
      const waiting = others.find(({ state }) => state === 'open');
      if (waiting) {
        await store.insert(item, 'merged');
        return count(waiting, item, addedUp);
      }
      // What is hidden already is not looked at again.
      if (others[0]?.state === 'hide') return store.insert(item, 'merged');
      await store.insert(item, 'open');
      await postings.opened(item);
      await replan(item.cohort);
    });
  }

  async function count(into: QueueItem, item: NewQueueItem, together: typeof addedUp): Promise<void> {
    const cause = weightierCause(into.cause, item.cause);
    const tier = graverOf(into.tier, item.tier);
    const details = together(into.details, item.details);
    if (cause === into.cause && tier === into.tier) {
      await store.change(into, { details });
      return;
    }
    await draw(into, { cause, tier, details });
    await replan(into.cohort);
  }

  /** Changes an item together with what stands about it in the moderators' channel. */
  async function draw(item: QueueItem, change: Parameters<typeof store.change>[1]): Promise<QueueItem | null> {
    const changed: QueueItem = { ...item, ...change, changes: item.changes + 1 };
    if (!(await store.change(item, { ...change, changes: changed.changes }))) return null;
    await postings.changed(changed);
    return changed;
  }

  const note = ({ id, cohort, subject, cause }: QueueItem, actor: string, action: string) =>
    audit.append(cohort, { actor, action: `queue:${action}`, subject, details: { item: id, cause } });

  const workOf = (cohort: string) => `${ESCALATE}:${cohort}`;

  /** Plans when somebody is reminded next. */
  async function replan(id: string): Promise<void> {
    const cohort = await cohorts.find(id);
    const settings = await options.settings.of(id);
    const steps = cohort ? (await store.open(id)).map((item) => nextStep(item, settings, cohort.zone)) : [];
    const instants = steps.flatMap((step) => (step ? [step.at] : []));
    if (instants.length === 0) return agenda.cancel(workOf(id));
    await agenda.plan({ key: workOf(id), kind: ESCALATE, subject: id, dueAt: Math.min(...instants) });
  }

  /** Reminds moderators of what nobody has decided: one line for all that is due, as grave as the gravest step. */
  async function escalate(id: string): Promise<void> {
    const cohort = await cohorts.find(id);
    if (!cohort) return;
    const settings = await options.settings.of(id);
    const steps = new Set<Step>();
    let isWaitingForDuty = false;
    for (const item of await store.open(id)) {
      const due = dueSteps(item, settings, cohort.zone, now());
      if (due.length === 0) continue;
      // After a silence it may be night by now.
      if (!mayEscalate(item, settings, cohort.zone, now())) {
        isWaitingForDuty = true;
        continue;
      }
      await store.change(item, { escalations: item.escalations + due.length, escalatedAt: now() });
      for (const step of due) steps.add(step);
    }
    if (steps.size > 0) await postings.escalated(id, steps.has('lead') ? 'lead' : 'reminder');
    await replan(id);
    const dueAt = isWaitingForDuty ? nextDuty(settings, now(), cohort.zone) : null;
    if (dueAt !== null) await agenda.plan({ key: workOf(id), kind: ESCALATE, subject: id, dueAt });
  }

  return {
    /**
     * Inside the caller's transaction. The same id again counts again: the greater count and the graver tier stay, and
     * once it is decided nothing changes. Another id that meets an open item of the same subject and matter goes into it,
     * once: their counts add up.
     */
    open,

    /** Those that are open, the gravest first and then the oldest. */
    async waiting(cohort: string): Promise<readonly QueueItem[]> {
      return [...(await store.open(cohort))].sort(
        (a, b) => rankOf(b.tier ?? 'T0') - rankOf(a.tier ?? 'T0') || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1),
      );
    },

    find: store.find,
    /** Newest first, decided ones too. */
    ofSubject: store.ofSubject,
    describe: hooks.describe,

    /** One effect, however many decide at once. @throws RangeError for what cannot be decided about this cause. */
    async decide(id: string, { moderator, decision, text }: Ruling): Promise<'done' | 'already'> {
      return record.transaction(async () => {
        const item = await store.find(id);
        if (item?.state !== 'open') return 'already';
        const isGone = (await hooks.describe(item)) === null;
        if (!mayDecide(item.cause, decision, isGone)) throw new RangeError(`nothing to ${decision} about a ${item.cause}`);
        const decided = await draw(item, { state: decision, decidedAt: now(), decidedBy: moderator });
        if (!decided) return 'already';
        await note(decided, moderator, decision);
        await hooks.decided(decided, decision, text);
        await replan(item.cohort);
        return 'done';
      });
    },

    /** Takes a decision back, within ten minutes and before what it let out is seen. Any moderator may. */
    async undo(id: string, moderator: string): Promise<'done' | 'too-late' | 'already'> {
      return record.transaction(async () => {
        const item = await store.find(id);
        if (!item || item.state === 'open') return 'already';
        const isOut = (await hooks.describe(item))?.isOut ?? false;
        if (!mayUndo(item, now(), isOut)) return 'too-late';
        if (!(await draw(item, { state: 'open', decidedAt: null, decidedBy: null }))) return 'already';
        await note(item, moderator, 'undo');
        await hooks.undone(item);
        await replan(item.cohort);
        return 'done';
      });
    },

    /** What it was about is gone, such as withdrawn by its author: its open items are settled by themselves. */
    async withdrawn(subject: string): Promise<void> {
      await record.transaction(async () => {
        for (const item of await store.ofSubject(subject)) {
          if (item.state !== 'open') continue;
          await draw(item, { state: 'settled', decidedAt: now(), decidedBy: null });
          await replan(item.cohort);
        }
      });
    },

    replan,
    escalate,
    sweep: store.sweep,
  };
}

export type Queue = ReturnType<typeof openQueue>;

function graverOf(a: Tier | null, b: Tier | null): Tier | null {
  if (a === null || b === null) return a ?? b;
  return graver(a, b);
}
