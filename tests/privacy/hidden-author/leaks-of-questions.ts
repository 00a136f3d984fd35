import { sql } from 'kysely';
import { UserError } from '../../../src/errors.ts';
import type { Member } from '../../../src/members/rules.ts';
import { aliasNames } from '../../../src/privacy/aliases.ts';
import type { Questions } from '../../../src/questions/questions.ts';
import { dbOf, hashOf, type Leak, type Parts, type Plant } from './planting.ts';

type Change = (questions: Questions, parts: Parts) => Partial<Questions>;

const inQuestions = (change: Change): Plant => ({
  core(core, options) {
    const { questions } = core.services;
    return { ...core, services: { ...core.services, questions: { ...questions, ...change(questions, { core, options }) } } };
  },
});

/** Something more is done whenever a question is accepted. */
const onAsking = (leak: (member: Member, id: string, parts: Parts) => Promise<void>): Plant =>
  inQuestions(({ asking }, parts) => ({
    asking: {
      ...asking,
      async accept(speaking, id) {
        await leak(speaking.member, id, parts);
        return asking.accept(speaking, id);
      },
    },
  }));

/** The same, and what others do then depends on who asked. */
const knowing = (change: (asked: ReadonlyMap<string, Member>) => Change): Plant => {
  const asked = new Map<string, Member>();
  return inQuestions((questions, parts) => {
    const { asking } = questions;
    const accept: typeof asking.accept = async (speaking, id) => {
      asked.set(id, speaking.member);
      return asking.accept(speaking, id);
    };
    return { asking: { ...asking, accept }, ...change(asked)(questions, parts) };
  });
};

const note = (parts: Parts, key: string) => sql`insert into meta (key, value) values (${key}, '')`.execute(dbOf(parts));

/** Found out by whoever compares the evenings of two people. Those of one group are planted together. */
export const leaksOfAskers: readonly (readonly Leak[])[] = [
  [
    {
      name: 'how often somebody asked, beside the member',
      seenIn: { 'the record': /^members /, 'a backup': /^members /, 'what each step writes': /^hidden asks: [+-] members / },
      plant: () =>
        onAsking(
          async ({ id }, _, parts) =>
            void (await sql`update members set missed = missed + 1 where id = ${id}`.execute(dbOf(parts))),
        ),
    },
    {
      name: 'a line in the log',
      seenIn: { logs: /a question was accepted/ },
      plant: () => onAsking(async ({ id }, _, { options }) => options.log.trace({ member: id }, 'a question was accepted')),
    },
    {
      name: 'a naming by a moderator that is refused where they asked it themselves',
      seenIn: { 'what stands in channels and panels': /^\["\w+ is asked/ },
      plant: () =>
        knowing((asked) => ({ moderators }) => ({
          moderators: {
            ...moderators,
            async assign(given) {
              if (asked.get(given.question)?.id === given.mentor) throw new UserError('not-yours');
              return moderators.assign(given);
            },
          },
        })),
    },
    {
      name: 'a report whose name comes from who asked',
      seenIn: { 'the record': /^queue_items /, 'a backup': /^queue_items / },
      plant: () =>
        knowing((asked) => ({ mine }, { options }) => ({
          mine: {
            ...mine,
            async report(question, message, reason) {
              await mine.report(question, message, reason);
              const { messages } = await mine.read(question, null);
              const subject = messages.findLast(({ side }) => side === 'mentor')?.id ?? '';
              const reports = options.stores.forgetting.group('question-report', subject);
              const id = `${hashOf(asked.get(question.id)?.person ?? '')}`;
              for (const { key, value } of await reports.list<object>()) await reports.set(key, { ...value, id }, 9_000_000);
            },
          },
        })),
    },
  ],
  [
    {
      name: 'a delivery to who asked, once somebody answers',
      seenIn: { 'the record': /^deliveries .*"answered:/, 'what each step writes': /^\w+ answers: [+] deliveries / },
      plant: () =>
        knowing((asked) => ({ relay }, { core }) => ({
          relay: {
            ...relay,
            async accept(speaking, id) {
              const draft = await relay.accept(speaking, id);
              const to = draft.side === 'mentor' ? asked.get(draft.question) : undefined;
              if (to) await core.outbox.owe([toldOf(draft.question, to, core.services.now())]);
              return draft;
            },
          },
        })),
    },
    {
      name: 'a mark of who asks in what mentors are offered',
      seenIn: { 'what stands in channels and panels': /^\["mentor .*~\d/ },
      plant: () =>
        knowing((asked) => ({ mentoring }) => ({
          mentoring: {
            ...mentoring,
            offers: async (member) =>
              (await mentoring.offers(member)).map((offer) => ({
                ...offer,
                title: `${offer.title} ~${hashOf(asked.get(offer.id)?.person ?? '') % 1000}`,
              })),
          },
        })),
    },
    {
      name: 'a block that is kept in the record',
      seenIn: { 'the record': /^meta .*blocked by/, 'what each step writes': /^hidden blocks: [+] meta / },
      plant: () =>
        knowing((asked) => ({ mine }, parts) => ({
          mine: {
            ...mine,
            async block(question) {
              await note(parts, `blocked by ${asked.get(question.id)?.id}`);
              return mine.block(question);
            },
          },
        })),
    },
    {
      name: 'a list of topics in an order that comes from who asked last',
      seenIn: { 'what stands in channels and panels': /^\["form of / },
      plant() {
        let turn = 0;
        const { core: plant } = onAsking(async ({ person }) => {
          turn = hashOf(person) % 9;
        });
        return {
          core(core, options) {
            const planted = plant?.(core, options) ?? core;
            const { topics } = planted.services;
            const of: typeof topics.of = async (cohort) => {
              const list = await topics.of(cohort);
              return [...list.slice(turn), ...list.slice(0, turn)];
            };
            return { ...planted, services: { ...planted.services, topics: { ...topics, of } } };
          },
        };
      },
    },
  ],
  [
    {
      name: 'an alias that comes from the person',
      seenIn: { 'what stands in channels and panels': /^\["Di (takes|reads) /, 'the record': /^questions / },
      plant: () =>
        inQuestions(({ asking }, { options }) => ({
          asking: {
            ...asking,
            async accept(speaking, id) {
              const drafts = options.stores.forgetting.group('question-draft', speaking.member.id);
              const draft = await drafts.get<object>(id);
              const speaker = aliasNames[hashOf(speaking.member.person) % aliasNames.length];
              if (draft) await drafts.set(id, { ...draft, speaker }, 60_000);
              return asking.accept(speaking, id);
            },
          },
        })),
    },
    {
      name: 'a figure with the person as its label',
      seenIn: { metrics: /^/ },
      plant: () => onAsking(async ({ person }, _, { core }) => core.metrics.handled(person, 'submit', 1)),
    },
  ],
];

/** Found out by whoever compares the same done in another order and at other moments of a slot. */
export const leaksOfMoments: readonly Leak[] = [
  {
    name: 'the moment of a thanks, on the question',
    seenIn: { 'the record': /^questions .*changed_at/, 'a backup': /^questions / },
    plant: () =>
      inQuestions(({ mine }, parts) => ({
        mine: {
          ...mine,
          async thank(question) {
            const at = parts.core.services.now();
            await sql`update questions set changed_at = ${at} where id = ${question.id}`.execute(dbOf(parts));
            return mine.thank(question);
          },
        },
      })),
  },
  {
    name: 'the moment of a question',
    seenIn: { 'the record': /^meta .*asked at/, 'a backup': /^meta / },
    plant: () => onAsking(async (_, id, parts) => void (await note(parts, `${id} asked at ${parts.core.services.now()}`))),
  },
];

/** Found out by whoever compares which of two mentors declines. */
export const leaksOfDecliners: readonly Leak[] = [
  {
    name: 'who declined, in what moderators see',
    seenIn: { 'what stands in channels and panels': /^\["question:waiting.*said no/ },
    plant() {
      const declined: string[] = [];
      return inQuestions(({ mentoring, moderators }) => ({
        mentoring: {
          ...mentoring,
          async notThisTopic(member, offer) {
            declined.push(member.person);
            return mentoring.notThisTopic(member, offer);
          },
        },
        moderators: {
          ...moderators,
          waiting: async (cohort) =>
            (await moderators.waiting(cohort)).map((one) => ({ ...one, title: `${declined.join()} said no` })),
        },
      }));
    },
  },
];

const toldOf = (question: string, { id: member, cohort }: Member, at: number) =>
  ({
    key: `answered:${question}:${at}`,
    kind: 'question:relayed',
    subject: question,
    cohort,
    to: { kind: 'member', member },
    notBefore: at,
    expiresAt: at + 60_000,
    quietHours: 'ignore',
    pin: false,
    edits: null,
    thread: null,
  }) as const;
