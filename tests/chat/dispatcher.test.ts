import { describe, expect, it } from 'vitest';
import { asking, button, buttons, choice, fleeting, to, view } from '../../src/chat/build.ts';
import type { Access, Capability, Who } from '../../src/chat/command.ts';
import { defineForm } from '../../src/chat/command.ts';
import { openDispatcher, type Sentences } from '../../src/chat/dispatcher.ts';
import { openDrafts } from '../../src/chat/drafts.ts';
import { oneOf, text } from '../../src/chat/form.ts';
import type { Act, Invocation } from '../../src/chat/invocation.ts';
import type { PlatformAnswer, Reply } from '../../src/chat/view.ts';
import { plain } from '../../src/chat/words.ts';
import { PlatformError, UserError } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { failureOf, StoreError } from '../../src/store/errors.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openEmbedded } from '../support/databases.ts';

type Fails = 'not' | 'mistake' | 'field' | 'store' | 'bug';

/** One capability with a counter, and a form that fails as it is told. */
interface Services {
  count: number;
  fails: Fails;
  readonly kept: string[];
}

const failures: Readonly<Record<Exclude<Fails, 'not'>, () => Error>> = {
  mistake: () => new UserError('no-cohort'),
  field: () => new UserError('taken', { name: 'Ada' }, 'name'),
  store: () => new StoreError('full', 'SQLITE_FULL'),
  bug: () => new TypeError('Ada wrote something'),
};

const sample: Capability<Services, Access> = {
  name: 'sample',
  leavesTrace: true,
  verbs: [
    { verb: 'count', summary: '', who: 'everyone', run: async (_, __, services) => view(`${++services.count}`) },
    { verb: 'glimpse', summary: '', who: 'everyone', run: async (_, __, services) => fleeting(view(`seen ${++services.count}`)) },
    { verb: 'secret', summary: '', who: 'moderators', run: async () => view('For moderators') },
    {
      verb: 'ask',
      summary: '',
      who: 'everyone',
      run: async () => asking(view('One moment'), { kind: 'open-inbox' }, to('sample', 'opened', 'x')),
    },
  ],
  presses: {
    add: {
      who: 'members',
      async run(_, { id, values }, services) {
        services.count += Number(id);
        return view(`${services.count} ${values.join(',')}`);
      },
    },
  },
  forms: {
    name: defineForm<Services, Access, { name: ReturnType<typeof text> }>({
      who: 'everyone',
      title: 'Your name',
      submit: 'Save',
      fields: { name: text({ label: 'Name', max: 5 }) },
      initial: async () => ({ name: ['Bee'] }),
      async onSubmit(_, { values }, services) {
        services.kept.push(values.name);
        if (services.fails !== 'not') throw failures[services.fails]();
        return view(`Hello ${values.name}`);
      },
    }),
    number: defineForm<Services, Access, { number: ReturnType<typeof oneOf> }>({
      who: 'everyone',
      title: 'A number',
      submit: 'Choose',
      fields: { number: oneOf({ label: 'Number', choices: [] }) },
      fieldsFor: async (_, { id }, { count }) => ({
        number: oneOf({ label: 'Number', choices: [choice(id, 'as asked'), choice(String(count), 'as it stands')] }),
      }),
      onSubmit: async (_, { values }) => view(`Chose ${values.number}`),
    }),
  },
  answers: {
    opened: async (_, { id, answer }, services) => view(`${id} ${answer.kind} ${++services.count}`),
  },
  completions: {},
  messages: {},
};

const sentences: Sentences<Access> = {
  refused: (who) => view(`refused ${who}`),
  unknown: () => view('unknown'),
  mistake: ({ code }) => view(`mistake ${code}`),
  fault: (code, parameters) => `${code} ${JSON.stringify(parameters)}`,
  faults: (list, again) => view(`${list.length} faults`, buttons(button('Again', again))),
  notKept: (failure, again) => view(`not kept ${failure} ${again?.action ?? 'nowhere'}`),
  failed: (incident, again) => view(`failed ${incident} ${again?.action ?? 'nowhere'}`),
  doneAlready: () => view('done already'),
};

const command = (verb: string): Act => ({ kind: 'command', verb, options: {} });
const press = (callback: string, ...values: string[]): Act => ({ kind: 'press', callback, values });
const submit = (name: string): Act => ({ kind: 'submit', callback: 'sample:name:', fields: { name: [name] } });

async function openStage() {
  const databases = await openEmbedded();
  const [record, forgetting] = [await databases.record(), await databases.forgetting()];
  const ledger = openLedger({ record, forgetting, key: databases.keys.events, now: () => 0 });
  const services: Services = { count: 0, fails: 'not', kept: [] };
  const standing = new Set<Who>(['everyone']);
  const logged: unknown[] = [];
  const stage = {
    addenda: [] as string[],
    changes: 0,
    /** What stops working after the change is on disk. */
    afterwards: 'works' as 'works' | 'breaks',
    platform: async (): Promise<PlatformAnswer> => ({ kind: 'inbox-closed' }),
  };
  async function unlessBroken<T>(work: () => Promise<T>): Promise<T> {
    if (stage.afterwards === 'breaks') throw new StoreError('full', 'SQLITE_FULL');
    return work();
  }
  const write = (...parts: unknown[]) => void logged.push(parts);
  const log = { error: write, warn: write } as unknown as Log;
  const handle = openDispatcher({
    capabilities: [sample],
    services,
    sentences,
    drafts: openDrafts({ ...forgetting, delete: (...of) => unlessBroken(() => forgetting.delete(...of)) }, 1_000_000),
    accessOf: async () => ({ standing }),
    once: (event, work) => ledger.once(event, work),
    recall: (event) => ledger.recall(event),
    ask: () => stage.platform(),
    addenda: () => unlessBroken(async () => stage.addenda.map((line) => ({ kind: 'words', words: plain(line) }))),
    changed: () => {
      stage.changes += 1;
    },
    storeFailure: failureOf,
    newId: () => '0123456789abcdef',
    log,
  });
  let events = 0;

  async function replies(act: Act, eventId = `event-${++events}`, person = 'ada', space = 'room'): Promise<readonly Reply[]> {
    const who = { id: person, names: [], roles: [], isSpaceAdmin: false };
    const invocation: Invocation = { platform: 'sandbox', eventId, space, person: who, locale: null, act };
    const given: Reply[] = [];
    for await (const reply of handle(invocation)) given.push(reply);
    return given;
  }
  /** The title of the last reply, which says what happened. */
  const said = async (...act: Parameters<typeof replies>) => titleOf((await replies(...act)).at(-1));
  return { stage, services, standing, logged, replies, said };
}

function titleOf(reply: Reply | undefined): string | null {
  if (reply?.kind === 'form-faults') return `${reply.faults.length} faults`;
  return reply ? reply.title : null;
}

describe('the dispatcher lets', () => {
  it('a repeat of what took the standing away be answered as the first was, and nothing new', async () => {
    const { said, standing } = await openStage();
    standing.add('moderators');
    const first = await said(command('secret'), 'the-same-event');
    standing.delete('moderators');
    expect(await said(command('secret'), 'the-same-event')).toBe(first);
    expect(await said(command('secret'), 'another-event')).toBe('refused moderators');
  });

  it('what is shown once be seen once: a repeat, and who waits for the first, reads that it is done', async () => {
    const { said, services } = await openStage();
    const both = [said(command('glimpse'), 'the-same-event'), said(command('glimpse'), 'the-same-event')];
    expect(await Promise.all(both)).toEqual(['seen 1', 'done already']);
    expect(await said(command('glimpse'), 'the-same-event')).toBe('done already');
    expect(services.count).toBe(1);
  });

  it('everybody do what is for everybody, and refuses the rest by name', async () => {
    const { said, standing, services } = await openStage();
    expect(await said(command('count'))).toBe('1');
    expect(await said(command('secret'))).toBe('refused moderators');
    expect(await said(press('sample:add:5'))).toBe('refused members');
    expect(services.count).toBe(1);

    standing.add('moderators').add('members');
    expect(await said(command('secret'))).toBe('For moderators');
    expect(await said(press('sample:add:5', 'a', 'b'))).toBe('6 a,b');
  });

  it('nobody do what does not exist', async () => {
    const { said } = await openStage();
    const acts = [command('nothing'), press('sample:toString:'), press('not a callback'), press('other:add:1')];
    for (const act of [...acts, { kind: 'submit', callback: 'sample:add:', fields: {} } as const])
      expect(await said(act)).toBe('unknown');
  });
});

describe('an event that arrives again', () => {
  it('has its effect once and shows the same', async () => {
    const { said, services } = await openStage();
    const shown = await Promise.all([said(command('count'), 'e'), said(command('count'), 'e'), said(command('count'), 'e')]);
    expect([shown, await said(command('count'), 'e')]).toEqual([['1', '1', '1'], '1']);
    expect(services.count).toBe(1);
    expect(await said(command('count'), 'another')).toBe('2');
  });

  it('is tried again when the first time failed', async () => {
    const { said, services } = await openStage();
    services.fails = 'store';
    expect(await said(submit('Ada'), 'e')).toBe('not kept full name');
    services.fails = 'not';
    expect(await said(submit('Ada'), 'e')).toBe('Hello Ada');
    expect(await said(submit('Ada'), 'e')).toBe('Hello Ada');
    expect(services.kept).toEqual(['Ada', 'Ada']);
  });
});

describe('a form', () => {
  const open = press('sample:name:');
  const standsIn = (reply: Reply | undefined) => (reply?.kind === 'form' ? reply.fields.map(({ value }) => value) : null);

  it('opens with what is known, changes nothing, and gives way to what was typed', async () => {
    const { replies, said, stage } = await openStage();
    expect((await replies(open)).map(standsIn)).toEqual([['Bee']]);
    expect(stage.changes).toBe(0);

    expect((await replies(submit('Adelaide'))).at(-1)).toMatchObject({
      kind: 'form-faults',
      faults: [{ field: 'name', label: 'Name', sentence: 'too-long {"max":5,"length":8}' }],
      view: { title: '1 faults' },
    });
    expect((await replies(open)).map(standsIn)).toEqual([['Adela']]);
    expect((await replies(open, 'e', 'bob')).map(standsIn)).toEqual([['Bee']]);
    expect((await replies(open, 'f', 'ada', 'elsewhere')).map(standsIn)).toEqual([['Bee']]);

    expect(await said(submit('Ada'))).toBe('Hello Ada');
    expect((await replies(open)).map(standsIn)).toEqual([['Bee']]);
  });

  it('shows a fault that the service found beside its field, and keeps what was typed', async () => {
    const { replies, services } = await openStage();
    services.fails = 'field';
    expect((await replies(submit('Ada'))).at(-1)).toMatchObject({
      kind: 'form-faults',
      faults: [{ field: 'name', label: 'Name', sentence: 'taken {"name":"Ada"}' }],
    });
    expect((await replies(open)).map(standsIn)).toEqual([['Ada']]);
  });

  it.each([
    ['mistake', 'mistake no-cohort'],
    ['store', 'not kept full name'],
    ['bug', 'failed 01234567 name'],
  ] as const)('keeps what was typed when it meets a %s', async (fails, shown) => {
    const { replies, said, services } = await openStage();
    services.fails = fails;
    expect(await said(submit('Ada'))).toBe(shown);
    expect((await replies(open)).map(standsIn)).toEqual([['Ada']]);
  });

  it('offers what can be chosen now, and refuses what could be chosen before', async () => {
    const { replies, said, services } = await openStage();
    services.count = 7;
    const choose = (number: string): Act => ({ kind: 'submit', callback: 'sample:number:3', fields: { number: [number] } });
    const choices = [choice('3', 'as asked'), choice('7', 'as it stands')];
    expect((await replies(press('sample:number:3')))[0]).toMatchObject({ kind: 'form', fields: [{ choices }] });
    expect(await said(choose('7'))).toBe('Chose 7');
    services.count = 8;
    expect((await replies(choose('7'))).at(-1)).toMatchObject({
      kind: 'form-faults',
      form: { fields: [{ choices: [choices[0], choice('8', 'as it stands')] }] },
      faults: [{ field: 'number', label: 'Number' }],
    });
  });

  it('is not sent by somebody who may not', async () => {
    const { said, standing, services } = await openStage();
    standing.clear();
    expect(await said(open)).toBe('refused everyone');
    expect(await said(submit('Ada'))).toBe('refused everyone');
    expect(services.kept).toEqual([]);
  });
});

describe('a failure', () => {
  it('is logged with its incident and without anything that was written', async () => {
    const { said, services, logged } = await openStage();
    services.fails = 'bug';
    await said(submit('Ada'));
    expect(logged).toEqual([[{ err: expect.any(TypeError), incident: '01234567' }, 'an event failed']]);
  });

  it('that the person can mend is not logged', async () => {
    const { said, services, logged } = await openStage();
    services.fails = 'mistake';
    await said(submit('Ada'));
    expect(logged).toEqual([]);
  });
});

describe('what is on disk', () => {
  it('is never told as not done, whatever fails afterwards', async () => {
    const { said, stage, services, logged } = await openStage();
    stage.afterwards = 'breaks';
    expect(await said(command('count'))).toBe('1');
    expect(await said(submit('Ada'))).toBe('Hello Ada');
    expect(services.kept).toEqual(['Ada']);
    expect(logged.map((line) => JSON.stringify(line).includes('incident'))).not.toContain(true);
  });
});

describe('a view that asks the platform', () => {
  it('is followed by what the answer leads to, once', async () => {
    const { replies, stage } = await openStage();
    stage.platform = async () => ({ kind: 'inbox', inbox: 'dm' });
    expect((await replies(command('ask'), 'e')).map(titleOf)).toEqual(['One moment', 'x inbox 1']);
    expect((await replies(command('ask'), 'e')).map(titleOf)).toEqual(['One moment', 'x inbox 1']);
  });

  it('goes on without an answer when the platform gives none', async () => {
    const { replies, stage, logged } = await openStage();
    stage.platform = async () => {
      throw new PlatformError('unavailable', 'no answer');
    };
    expect((await replies(command('ask'))).map(titleOf)).toEqual(['One moment', 'x unanswered 1']);
    expect(logged).toEqual([[{ err: expect.any(PlatformError), request: 'open-inbox' }, 'the platform gave no answer']]);
  });
});

describe('lines that are owed', () => {
  it('stand under the next view, after a divider, and not under a form', async () => {
    const { replies, stage } = await openStage();
    stage.addenda.push('Your inbox was closed.');
    const [shown] = await replies(command('count'));
    expect(shown).toMatchObject({ blocks: [{ kind: 'divider' }, { kind: 'words', words: plain('Your inbox was closed.') }] });
    const [form] = await replies(press('sample:name:'));
    expect(form?.kind).toBe('form');
  });

  it('wait for the view that stays', async () => {
    const { replies, stage } = await openStage();
    stage.addenda.push('Your inbox was closed.');
    const [passing, staying] = await replies(command('ask'));
    expect(passing).toMatchObject({ blocks: [] });
    expect(staying).toMatchObject({ blocks: [{ kind: 'divider' }, { kind: 'words' }] });
  });
});

describe('after what may have changed something', () => {
  it('what is owed goes out at once', async () => {
    const { said, stage } = await openStage();
    await said(command('count'));
    await said(command('secret'));
    await said(submit('Adelaide'));
    expect(stage.changes).toBe(1);
  });
});
