import { sql } from 'kysely';
import type { View } from '../../../src/chat/view.ts';
import type { Core } from '../../../src/core.ts';
import type { Member } from '../../../src/members/rules.ts';
import { aliasNames } from '../../../src/privacy/aliases.ts';
import type { SafeSpace } from '../../../src/safe-space/service.ts';
import { dbOf, hashOf, type Leak, onTheWay, type Parts, type Plant } from './planting.ts';

type Writing = SafeSpace['writing'];

const withSafeSpace = (core: Core, change: Partial<SafeSpace>): Core => ({
  ...core,
  services: { ...core.services, safeSpace: { ...core.services.safeSpace, ...change } },
});

const inWriting = (change: (writing: Writing, parts: Parts) => Partial<Writing>): Plant => ({
  core(core, options) {
    const { writing } = core.services.safeSpace;
    return withSafeSpace(core, { writing: { ...writing, ...change(writing, { core, options }) } });
  },
});

/** Something more is done whenever somebody's words are accepted. */
const onAccept = (leak: (member: Member, id: string, parts: Parts) => Promise<void>): Plant =>
  inWriting((writing, parts) => ({
    async accept(speaking, id) {
      const accepted = await writing.accept(speaking, id);
      await leak(speaking.member, id, parts);
      return accepted;
    },
  }));

const subjectsIn = (view: View): readonly string[] =>
  view.blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.flatMap(({ press }) => (press.kind === 'callback' ? [press.callback.id] : [])) : [],
  );

const signed = (view: View, author: string): View => ({
  ...view,
  blocks: view.blocks.map((block) =>
    block.kind === 'buttons'
      ? {
          ...block,
          buttons: block.buttons.map((button) =>
            button.press.kind === 'callback' && button.press.callback.action === 'reply-named'
              ? {
                  ...button,
                  press: {
                    kind: 'callback' as const,
                    callback: { ...button.press.callback, id: `${button.press.callback.id}.${author}` },
                  },
                }
              : button,
          ),
        }
      : block,
  ),
});

/** Found out by whoever compares the days of two people. */
const leaksOfPeople: readonly Leak[] = [
  {
    name: 'a last-seen time on the member',
    seenIn: { 'the record': /^members /, 'a backup': /^members /, 'what each step writes': /: [+-] members / },
    plant() {
      let isThere = false;
      return onAccept(async ({ id }, _, parts) => {
        if (!isThere) await sql`alter table members add column last_seen bigint`.execute(dbOf(parts));
        isThere = true;
        await sql`update members set last_seen = ${parts.core.services.now()} where id = ${id}`.execute(dbOf(parts));
      });
    },
  },
  {
    name: 'a direct-message channel that is kept because of a post',
    seenIn: { 'the record': /^members /, 'a backup': /^members /, 'what each step writes': /: [+-] members / },
    plant: () => onAccept(({ id, person }, _, { core }) => core.services.members.inboxOpened(id, `inbox of ${person}`)),
  },
  {
    name: 'its author in its buttons',
    seenIn: { 'what is sent': /reply-named/ },
    plant() {
      const authors = new Map<string, string>();
      return {
        ...onAccept(async (member, id) => void authors.set(id, member.id)),
        options: (options) =>
          onTheWay(options, async (outgoing) => {
            const author = subjectsIn(outgoing.view).flatMap((id) => authors.get(id) ?? [])[0];
            return author === undefined ? outgoing : { ...outgoing, view: signed(outgoing.view, author) };
          }),
      };
    },
  },
  {
    name: 'a delivery to the author',
    seenIn: {
      'the record': /^deliveries .*receipt:/,
      'a backup': /^deliveries .*receipt:/,
      'what each step writes': /: [+] deliveries .*receipt:/,
    },
    plant: () =>
      onAccept(async (member, id, { core }) => {
        const at = core.services.now();
        await core.outbox.owe([
          {
            key: `receipt:${id}`,
            kind: 'post:daily',
            subject: id,
            cohort: member.cohort,
            to: { kind: 'member', member: member.id },
            notBefore: at,
            expiresAt: at + 60_000,
            quietHours: 'ignore',
            pin: false,
            edits: null,
            thread: null,
          },
        ]);
      }),
  },
  {
    name: 'a line in the log',
    seenIn: { logs: /words were accepted/ },
    plant: () => onAccept(async (member, _, { options }) => options.log.debug({ member: member.id }, 'words were accepted')),
  },
  {
    name: 'the text of an error',
    seenIn: { logs: /Refused to/ },
    plant: () =>
      inWriting((writing) => ({
        draftPost: (speaking, typed) =>
          writing.draftPost(speaking, typed).catch((error: unknown) => {
            throw error instanceof TypeError ? Object.assign(error, { name: `Refused to ${speaking.member.person}` }) : error;
          }),
      })),
  },
  {
    name: 'a pause for those who come after, by the hash of their ids',
    seenIn: { 'what stands in channels and panels': /^\["home of/ },
    plant() {
      const spoken = new Set<string>();
      return {
        core(core) {
          const { writing, cards } = core.services.safeSpace;
          return withSafeSpace(core, {
            writing: {
              ...writing,
              async accept(speaking, id) {
                spoken.add(speaking.member.id);
                return writing.accept(speaking, id);
              },
            },
            // Who shares a bucket with somebody who spoke is asked to rest.
            cards: { ...cards, isKept: async ({ id }) => [...spoken].some((other) => hashOf(`${id} ${other}`) % 4 === 0) },
          });
        },
      };
    },
  },
  {
    name: 'a count of posts for each member',
    seenIn: { 'the record': /^members /, 'a backup': /^members /, 'what each step writes': /: [+-] members / },
    plant: () =>
      onAccept(
        async ({ id }, _, parts) =>
          void (await sql`update members set missed = missed + 1 where id = ${id}`.execute(dbOf(parts))),
      ),
  },
  {
    name: 'a direct message when something came for the author',
    seenIn: { 'direct messages': /^/ },
    plant() {
      const authors = new Map<string, Member>();
      return {
        ...onAccept(async (member, id) => void authors.set(id, member)),
        options: (options) =>
          onTheWay(options, async (outgoing, adapter) => {
            const author = subjectsIn(outgoing.view).flatMap((id) => authors.get(id) ?? [])[0];
            if (author && outgoing.thread?.kind === 'in') {
              const inbox = await adapter.openInbox(author.space, author.person);
              await adapter.send({
                ...outgoing,
                to: { kind: 'inbox', inbox },
                nonce: `dm-${hashOf(outgoing.nonce)}`,
                thread: null,
              });
            }
            return outgoing;
          }),
      };
    },
  },
  {
    name: 'a closed inbox that is noted against the author',
    seenIn: { 'what each step writes': /: [+-] members / },
    plant: () => onAccept(({ id }, _, { core }) => core.services.members.inboxClosed(id, true)),
  },
  {
    name: 'an alias that comes from the person',
    seenIn: { 'what stands in channels and panels': /^/, 'the record': /^posts /, 'what is sent': /^/ },
    plant: () =>
      inWriting((writing, { options }) => ({
        async accept(speaking, id) {
          const drafts = options.stores.forgetting.group('post-draft', speaking.member.id);
          const draft = await drafts.get<object>(id);
          if (draft)
            await drafts.set(id, { ...draft, speaker: aliasNames[hashOf(speaking.member.person) % aliasNames.length] }, 60_000);
          return writing.accept(speaking, id);
        },
      })),
  },
  {
    name: 'a figure with the person as its label',
    seenIn: { metrics: /^/ },
    plant: () => onAccept(async ({ person }, _, { core }) => core.metrics.handled(person, 'submit', 1)),
  },
  {
    name: 'a reporter in the queue',
    seenIn: {
      'the record': /^queue_items /,
      'a backup': /^queue_items /,
      'what stands in channels and panels': /^\["cohort queue/,
    },
    plant: () => ({
      core(core, options) {
        const { around } = core.services.safeSpace;
        return withSafeSpace(core, {
          around: {
            ...around,
            async report(member, cohort, id, reason) {
              const reports = options.stores.forgetting.group('report', id);
              await around.report(member, cohort, id, reason);
              for (const { key, value } of await reports.list<object>())
                await reports.set(key, { ...value, id: `${hashOf(key)}` }, 9_000_000);
              return core.services.safeSpace.around.shown(id, cohort);
            },
          },
        });
      },
    }),
  },
];

/** Found out by whoever compares the same things done in another order and at other moments of the same slot. */
const leaksOfTime: readonly Leak[] = [
  {
    name: 'a time finer than the slot',
    seenIn: { 'the record': /^meta /, 'a backup': /^meta / },
    plant: () =>
      onAccept(
        async (_, id, parts) =>
          void (await sql`insert into meta (key, value) values (${`said ${id} at ${parts.core.services.now()}`}, '')`.execute(
            dbOf(parts),
          )),
      ),
  },
  {
    name: 'a handled event with its time',
    seenIn: { 'the record': /^handled_events /, 'a backup': /^handled_events / },
    plant: () =>
      onAccept(async (_, __, parts) => {
        const at = parts.core.services.now();
        await sql`update handled_events set handled_at = ${at} where handled_at > ${at}`.execute(dbOf(parts));
      }),
  },
  {
    name: 'rows in the order in which they came',
    seenIn: { 'the record': /^/, 'what stands in channels and panels': /^/ },
    plant() {
      let count = 0;
      return {
        options: (options) => ({
          ...options,
          newId() {
            count += 1;
            return String(count).padStart(20, '0');
          },
        }),
      };
    },
  },
];

const named = (all: readonly Leak[], groups: readonly (readonly string[])[]): readonly (readonly Leak[])[] => {
  const grouped = groups.map((names) => all.filter(({ name }) => names.includes(name)));
  if (grouped.flat().length !== all.length) throw new Error('each mistake is planted once');
  return grouped;
};

/** Those of one group are planted together: none of them covers another. */
export const groupsOfPeople = named(leaksOfPeople, [
  ['a last-seen time on the member', 'its author in its buttons', 'a line in the log', 'a reporter in the queue'],
  [
    'a direct-message channel that is kept because of a post',
    'a delivery to the author',
    'the text of an error',
    'a pause for those who come after, by the hash of their ids',
  ],
  [
    'a count of posts for each member',
    'a direct message when something came for the author',
    'a figure with the person as its label',
  ],
  ['a closed inbox that is noted against the author', 'an alias that comes from the person'],
]);

export const groupsOfTime = named(leaksOfTime, [
  ['a time finer than the slot', 'a handled event with its time'],
  ['rows in the order in which they came'],
]);
