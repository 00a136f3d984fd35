import type { Member } from '../members/rules.ts';
import type { ModerationSettings } from '../moderation/rules.ts';
import { isAlias } from '../privacy/aliases.ts';
import type { Authorship, Own } from '../privacy/authorship.ts';
import type { Mix } from '../privacy/mix.ts';
import type { Seals } from '../privacy/seals.ts';
import { QUARTER_MS, slotOf } from '../privacy/slots.ts';
import { isInQueue } from '../safe-space/rules.ts';
import type { Moves } from './moves.ts';
import type { Progress } from './progress.ts';
import { type Relay, takenBack } from './relay.ts';
import { ACT, type Act, ASKED, type Asking, doing, MESSAGE, type Saying } from './saying.ts';
import type { QuestionStore } from './store.ts';

export interface LeavingOptions {
  readonly store: QuestionStore;
  readonly authorship: Authorship;
  readonly seals: Seals;
  readonly mix: Mix;
  readonly relay: Pick<Relay, 'forgetAll' | 'forgetMentor'>;
  readonly asking: { forgetAll(member: { readonly id: string }): Promise<void> };
  readonly moves: Pick<Moves, 'letGo'>;
  readonly progress: Pick<Progress, 'look'>;
  readonly settings: { of(cohort: string): Promise<ModerationSettings> };
  readonly random: () => number;
  now(): number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What ends together would tell who left. */
const SPREAD_DAYS = 6;
const BATCH = 500;

/** What becomes of questions when somebody goes, and of the seals of those that live on. */
export function openLeaving(options: LeavingOptions) {
  const { store, authorship, seals, mix, relay, asking, moves, progress, settings, random, now } = options;
  let renewedOn = '';

  const asked = async ({ id }: Member): Promise<readonly Own[]> => [
    ...new Map(
      (await authorship.list(id)).filter(({ purpose }) => purpose === 'question').map((own) => [own.subject, own]),
    ).values(),
  ];

  const spread = (): number => slotOf(now() + HOUR + random() * SPREAD_DAYS * DAY, QUARTER_MS);

  /** Nothing leads from what was said in a conversation to whoever said it. */
  async function unseal(cohort: string, messages: readonly string[]): Promise<void> {
    for (const subject of messages) await seals.destroy({ cohort, subject, purpose: 'question' });
  }

  async function unlinkAsker(own: Own): Promise<void> {
    const said = (await store.messages.ofQuestion(own.subject)).filter(({ side }) => side === 'asker').map(({ id }) => id);
    const waiting = (await mix.all()).filter(({ kind, content }) => {
      const saying = content as Saying;
      return kind === MESSAGE && saying.question === own.subject && saying.side === 'asker';
    });
    await unseal(own.cohort, [...said, ...waiting.map(({ id }) => id)]);
    for (const { id } of waiting) await mix.remove(id);
  }

  async function endOwn(own: Own, act: Act, at: number | null): Promise<void> {
    const item = await mix.find<Asking>(own.subject);
    const waiting = item?.kind === ASKED ? item : null;
    if (waiting && isInQueue(waiting.content)) await mix.put(takenBack(waiting));
    else if (waiting) await mix.remove(own.subject);
    const done = doing({ id: own.subject, cohort: own.cohort }, ACT, { question: own.subject, act }, { now: now() });
    await mix.put(at === null ? done : { ...done, pace: 'at', at });
  }

  /** What a mentor has moves on, inside the caller's transaction: others are looked for once they are gone from it. */
  async function letGoOf({ id: member }: Pick<Member, 'id'>): Promise<void> {
    const at = now();
    for (const question of await store.ofHolder(member)) {
      const moved = (await moves.letGo(question, at)) ?? (await store.change(question, { holder: null }));
      if (moved?.state === 'seeking') await progress.look(question.id);
    }
    for (const offer of await store.offers.openOf(member)) {
      await store.offers.change(offer, { state: 'lapsed', endedAt: at });
      await progress.look(offer.question);
    }
  }

  async function forgetMentor(member: Member): Promise<void> {
    await letGoOf(member);
    const offers = await store.offers.ofMentor(member.id, 0);
    const said = await store.messages.ofMentor(member.id);
    await unseal(
      member.cohort,
      said.map(({ id }) => id),
    );
    const named = offers.filter(({ speaker }) => speaker !== null && !isAlias(speaker)).map(({ question }) => question);
    await store.messages.forgetMentor(member.id, named);
    await store.offers.forgetMentor(member.id);
    await relay.forgetMentor(member.id);
  }

  return {
    letGoOf,

    /** Before whatever else takes the links between a member and what they said away. */
    async leaving(member: Member, what: 'withdraw' | 'withdraw-at-once' | 'keep'): Promise<void> {
      for (const own of await asked(member)) {
        await unlinkAsker(own);
        const at = what === 'withdraw-at-once' ? null : spread();
        await endOwn(own, what === 'keep' ? 'end' : 'withdraw', at);
      }
    },

    /** Without having been asked: what they asked ends, and nothing leads to them. */
    async eraseOf(member: Member): Promise<void> {
      for (const own of await asked(member)) {
        await unlinkAsker(own);
        // Unless they said themselves what is to become of it.
        if ((await mix.find(`${ACT}-${own.subject}`)) === null) await endOwn(own, 'end', spread());
      }
      await asking.forgetAll(member);
      await relay.forgetAll(member);
      await forgetMentor(member);
    },

    /** The seals of questions that live on are made anew each day, so that they end so long after the question does. */
    async renewSeals(): Promise<void> {
      const today = seals.today();
      if (renewedOn === today) return;
      for (let cursor = ''; ; ) {
        const batch = await store.live(cursor, BATCH);
        for (const { id: subject, cohort } of batch) {
          const about = { cohort, subject, purpose: 'question' } as const;
          const [day, author] = [await seals.dayOf(about), await seals.open(about)];
          const { sealDays } = await settings.of(cohort);
          if (day === null || day === today || !author || sealDays === 0) continue;
          const seen = await seals.under(day, 'question-seen').get<number>(subject);
          const until = seals.expiryOf(sealDays);
          await authorship.sign(author, { subject, purpose: 'question', thread: subject, cohort }, until);
          if (seen !== null) await seals.under(today, 'question-seen').set(subject, seen, until);
        }
        const last = batch.at(-1);
        if (batch.length < BATCH || !last) break;
        cursor = last.id;
      }
      renewedOn = today;
    },
  };
}
