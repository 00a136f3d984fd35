import { expect, it } from 'vitest';
import { openAccess } from '../../commands/access.ts';
import type { Knows, Services } from '../../commands/context.ts';
import { sentences } from '../../commands/index.ts';
import { library } from '../../commands/library.ts';
import { formatCallback } from '../../src/chat/callback.ts';
import { openCompletions, openMessages } from '../../src/chat/catalogue.ts';
import { openDispatcher } from '../../src/chat/dispatcher.ts';
import { openDrafts } from '../../src/chat/drafts.ts';
import type { Act } from '../../src/chat/invocation.ts';
import type { Reply } from '../../src/chat/view.ts';
import { openLog } from '../../src/log.ts';
import { failureOf } from '../../src/store/errors.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';
import { textOfView } from '../support/view-text.ts';
import { DAY, openLibraryHouse } from './house.ts';

/** People who act through the real dispatcher, and what each of them reads last. */
async function openPeople(databases: TestDatabases) {
  const house = await openLibraryHouse(databases);
  const { forgetting } = house.stores;
  const services = { ...house.services, library: house.library } as Services;
  let events = 0;
  const handle = openDispatcher<Services, Knows>({
    capabilities: [library],
    services,
    sentences,
    drafts: openDrafts(forgetting, DAY),
    accessOf: openAccess(services),
    once: (event, work) => house.ledger.once(event, work),
    recall: (event) => house.ledger.recall(event),
    ask: async () => ({ kind: 'unanswered' }),
    addenda: async () => [],
    changed: () => undefined,
    storeFailure: failureOf,
    newId: () => `event-${++events}`,
    log: openLog('silent'),
  });
  await house.join('ada');

  function person(id: string, roles: readonly string[] = []) {
    let last: Reply | null = null;
    async function does(act: Act): Promise<string> {
      const who = { id, names: [], roles, isSpaceAdmin: false };
      const event = { platform: 'sandbox', eventId: `event-${++events}`, space: 'room', person: who, locale: null, act } as const;
      for await (const reply of handle(event)) last = reply;
      const shown: Reply | null = last;
      if (shown === null) return '';
      return shown.kind === 'view' ? textOfView(shown) : shown.kind === 'form' ? shown.title : textOfView(shown.view);
    }
    const forge = (callback: string, values: readonly string[] = []) => does({ kind: 'press', callback, values });
    const blocks = () => (last?.kind === 'view' ? last.blocks : []);
    return {
      run: (verb: string, options: Readonly<Record<string, string>> = {}) => does({ kind: 'command', verb, options }),
      forge,
      press(label: string) {
        const shown = blocks().flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
        const found = shown.find((button) => button.label === label);
        if (found?.press.kind !== 'callback') throw new Error(`no button ${label}`);
        return forge(formatCallback(found.press.callback));
      },
      choose(label: string) {
        for (const block of blocks()) {
          if (block.kind !== 'menu') continue;
          const found = block.choices.find((choice) => choice.label === label);
          if (found) return forge(formatCallback(block.callback), [found.value]);
        }
        throw new Error(`no choice ${label}`);
      },
      fill(fields: Readonly<Record<string, string>>) {
        const form = last?.kind === 'form' ? last : null;
        if (!form) throw new Error('no form is open');
        const given = Object.fromEntries(form.fields.map(({ name, ...field }) => [name, [fields[name] ?? typedIn(field)]]));
        return does({ kind: 'submit', callback: formatCallback(form.callback), fields: given });
      },
    };
  }
  return {
    ...house,
    complete: openCompletions([library], services),
    say: openMessages([library], services),
    ada: person('ada'),
    mo: person('mo', ['R1']),
    mia: person('mia', ['R1']),
    stranger: person('eve'),
  };
}

const typedIn = (field: { readonly kind: string; readonly value?: unknown }): string =>
  Array.isArray(field.value) ? String(field.value[0] ?? '') : String(field.value ?? '');

const PARKING = {
  title: 'Where can I park at the hospital?',
  words: 'My shift begins at seven.',
  answers: ['Behind the chapel.'],
};

eachDatabase((_, databases) => {
  it('is searched with slips, page by page, and read', async () => {
    const { ada, publish } = await openPeople(await databases());
    expect(await ada.run('library')).toContain('Nothing stands here yet.');
    await publish(PARKING);
    for (let index = 0; index < 9; index += 1) await publish({ title: `Getting a parking permit ${index}`, answers: ['Ask.'] });
    const found = await ada.run('library', { query: 'Parkng' });
    expect(found).toContain('1 to 8 of 10.');
    expect(await ada.press('Next page')).toContain('9 to 10 of 10.');
    expect(await ada.press('Earlier page')).toBe(found);
    await ada.run('library', { query: 'hospitel park' });
    expect(await ada.choose(PARKING.title)).toBe(
      [
        PARKING.title,
        'The question',
        `> ${PARKING.words}`,
        'What the years above say',
        '> Behind the chapel.',
        'Placements · true in 2026/27',
        '[Search] [All entries]',
      ].join('\n'),
    );
    await ada.press('Search');
    expect(await ada.fill({ query: 'zzzzzz' })).toContain('Nothing here says that yet.');
  });

  it('is for members, and looking after it for moderators', async () => {
    const { ada, stranger, publish, propose } = await openPeople(await databases());
    const [id, waiting] = [await publish(PARKING), await propose(PARKING)];
    expect(await stranger.run('library', { query: 'park' })).toContain('For members');
    expect(await stranger.forge(`library:open:${id}`)).toContain('For members');
    for (const forged of [`look:${waiting}`, `publish:${waiting}.0`, `retire-now:${id}.1`, `edit:${id}.1`, 'waiting:'])
      expect(await ada.forge(`library:${forged}`)).toContain('For moderators');
    expect(await ada.run('cohort library')).toContain('For moderators');
    expect(await ada.forge(`library:open:${waiting}`)).toContain('Not in the library');
    for (const forged of ['open:nothing', 'read:.zz', 'found:zz.zz._!!', 'found:0.0.', 'topic:9.9.nothing', 'newest:-1'])
      expect(await ada.forge(`library:${forged}`)).not.toContain('Something went wrong');
  });

  it('offers titles while members type, and keeps nothing of it', async () => {
    const { complete, publish, rows } = await openPeople(await databases());
    await publish(PARKING);
    const before = await rows();
    const ada = { platform: 'sandbox', space: 'room', person: 'ada' } as const;
    const titles = [{ value: PARKING.title, label: PARKING.title }];
    expect(await complete('library:titles:', 'hospi', ada)).toEqual(titles);
    expect(await complete('library:titles:', 'were to prak', ada)).toEqual(titles);
    expect(await complete('library:titles:', 'park', { ...ada, space: null })).toEqual(titles);
    expect(await complete('library:titles:', 'park', { ...ada, person: 'eve' })).toEqual([]);
    expect(await complete('library:titles:', 'park', { ...ada, space: 'elsewhere' })).toEqual([]);
    expect(await complete('library:titles:', 'park', null)).toEqual([]);
    expect(await rows()).toBe(before);
  });

  it('keeps what was searched for nowhere, also not for a repeat', async () => {
    const { ada, publish, rows, isOnDisk } = await openPeople(await databases());
    await publish(PARKING);
    await ada.run('library', { query: 'thunderclap parking' });
    expect(await rows()).not.toContain('thunderclap');
    expect(await isOnDisk('thunderclap')).toBe(false);
  });

  it('is looked at, edited and published by moderators, of whom two may be there at once', async () => {
    const { ada, mo, mia, propose } = await openPeople(await databases());
    await propose({ ...PARKING, words: 'Ask Dr Jane Smith, her mobile is 07700 900123.' });
    expect(await mo.run('cohort library')).toContain('1 waits for a look');
    const shown = await mo.choose(PARKING.title);
    expect(shown).toContain('Please look again:');
    expect(shown).toContain('[07700 900123]');
    await mia.run('cohort library');
    await mia.choose(PARKING.title);
    expect(await mo.press('Edit')).toBe('Edit the entry');
    await mia.press('Edit');
    expect(await mo.fill({ question: 'My shift begins early.', topic: 'finance' })).toContain('My shift begins early.');
    expect(await mia.fill({ title: 'Parking' })).toContain('Somebody has changed it meanwhile');
    expect(await mia.press('Publish')).toContain('Members find it from now on.');
    expect(await mo.press('Publish')).toContain('In the library');
    expect(await ada.run('library', { query: 'parking' })).toContain(PARKING.title);
    expect(await ada.press('Read it')).toContain('Behind the chapel.');
    expect(await ada.forge('library:search:')).toBe('Search the library');
  });

  it('is found by moderators who are no members, also to take something out', async () => {
    const { ada, mo, publish } = await openPeople(await databases());
    await publish(PARKING);
    expect(await mo.run('library', { query: 'parking' })).toContain('For members');
    expect(await mo.run('cohort library')).toContain('Nothing waits for a look.');
    expect(await mo.press('Find an entry')).toBe('Find an entry');
    expect(await mo.fill({ query: 'zzzzzz' })).toContain('Nothing found');
    expect(await mo.press('Find another one')).toBe('Find an entry');
    await mo.fill({ query: 'hospitel' });
    expect(await mo.choose(PARKING.title)).toContain('[Take it out]');
    expect(await ada.forge('library:find:')).toContain('For moderators');
  });

  it('merges two, takes one out after asking, and says so', async () => {
    const { ada, mo, propose, publish, library: entries } = await openPeople(await databases());
    const old = await publish(PARKING);
    const id = await propose({ ...PARKING, title: 'Where to park at the hospital', answers: ['On the roof.'] });
    await mo.run('cohort library');
    expect(await mo.choose('Where to park at the hospital')).toContain('May say the same');
    await mo.choose(PARKING.title);
    expect(await mo.press('Write one answer')).toBe('Merge two entries');
    expect(await mo.fill({})).toContain('They are one entry now.');
    expect((await entries.find(old))?.answers).toBe('Behind the chapel.\n\nOn the roof.');
    expect(await ada.forge(`library:open:${id}`)).toContain('> Behind the chapel.\n\nOn the roof.');
    await mo.forge(`library:look:${old}`);
    expect(await mo.press('Take it out')).toContain('Take it out?');
    expect(await mo.press('Take it out')).toContain('its words are gone');
    expect(await ada.forge(`library:open:${id}`)).toContain('Not in the library');
  });

  it('asks members after a year whether it is true, and breaks long answers into parts', async () => {
    const { ada, publish, pass } = await openPeople(await databases());
    const id = await publish({ ...PARKING, answers: ['One. '.repeat(200), 'Two. '.repeat(200), 'Three. '.repeat(100)] });
    expect(await ada.forge(`library:open:${id}`)).toContain('What the years above say · 1 of 2');
    expect(await ada.press('Read on')).toContain('Three.');
    expect(await ada.forge(`library:still-true:${id}`)).toContain('Not done yet');
    pass(366 * DAY);
    expect(await ada.forge(`library:open:${id}`)).toContain('Is it still true?');
    expect(await ada.press('Not any more')).toContain('Thank you');
  });

  it('holds no words of an entry in the moderators’ channel, and all of it where it is posted', async () => {
    const { say, propose, publish, cohort, look, library: entries } = await openPeople(await databases());
    const due = (subject: string) => ({ subject, member: null, cohort: cohort.id });
    const [waiting, out] = [await propose(PARKING), await publish(PARKING)];
    for (const kind of ['library:waiting', 'library:waiting-state', 'library:doubted'])
      for (const id of [waiting, out]) {
        const view = await say(kind, due(id));
        expect(view === null ? '' : textOfView(view)).not.toMatch(/park|hospital|shift|chapel/i);
      }
    const posted = async () => {
      const view = await say('library:entry', due(out));
      return view && textOfView(view);
    };
    expect(await posted()).toContain('> Behind the chapel.');
    await entries.retire(await look(out));
    expect(await posted()).toBe('This was taken out of the library.');
    const settled = await say('library:waiting-state', due(out));
    expect(settled?.title).toBe('Not in the library');
    expect(await say('library:waiting-state', due(waiting))).toBeNull();
    expect(await say('library:entry', due(waiting))).toBeNull();
  });
});
