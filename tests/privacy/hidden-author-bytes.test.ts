import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordFile } from '../../src/store/files.ts';
import { reads } from '../support/dialogue.ts';
import { openDay, playDay, SAID, write } from './hidden-author/day.ts';
import { filesOf, forgotten, SECRET, tablesWith, tracesOf } from './hidden-author/folder.ts';
import { HIDDEN, type House, openHouse } from './hidden-author/house.ts';
import type { Plant } from './hidden-author/planting.ts';
import { disguises, foundIn, without } from './hidden-author/traces.ts';

const WITHDRAWN = 'Eat before you start';
const DECLINED = 'Nobody here deserves to pass';
const NEVER_DECIDED = 'I do not want to wake up tomorrow';
const STILL_THERE = SAID[0];

/** A day of somebody, words of theirs that were taken back, declined and never decided, and more than thirty days after it. */
async function liveOn(plant: Plant = {}): Promise<House> {
  const house = await openHouse('the sandbox', { plant, isTraced: false, environment: { BOMBUS_SECRET: SECRET } });
  const { moderate } = openDay(house);
  const hidden = house.person(HIDDEN[0]);
  await playDay(house, hidden);
  await house.step('hidden is harsh', () => write(hidden, `${DECLINED}, I want to kill myself`));
  await house.pass('PT6M');
  await moderate('moderator declines', DECLINED, ['Decline'], { 'Your words': 'Please be kind' });
  await house.step('hidden is not answered', () => write(hidden, NEVER_DECIDED));
  await house.pass('P33D');
  return house;
}

describe('the data folder a month after somebody spoke', () => {
  let house: House;
  let traces: Awaited<ReturnType<typeof tracesOf>>;
  const files = () => filesOf(house);

  beforeAll(async () => {
    house = await liveOn();
    traces = await tracesOf(house, HIDDEN[0]);
  }, 120_000);
  afterAll(() => house.close());

  it('holds their post, so that what is searched for could be found', async () => {
    expect(foundIn(await files(), [STILL_THERE])).toEqual([`${STILL_THERE} in ${recordFile}`]);
  });

  it('holds their name nowhere, nor anything that anybody could work out of their ids', async () => {
    expect(foundIn(without(await files(), traces.ids), traces.hidden)).toEqual([]);
  });

  it('holds their ids in the row of the member alone: in no row, page or entry beside anything that was said', async () => {
    expect(tablesWith(house, traces.ids)).toEqual(['members']);
    const found = foundIn(await files(), traces.ids).map((trace) => trace.split(' in ')[1]);
    expect([...new Set(found)]).toEqual([recordFile]);
    expect(pagesWith(house, traces.ids)).toEqual([
      'members',
      'members_by_cohort',
      'members_by_person',
      'sqlite_autoindex_members_1',
      'sqlite_autoindex_members_2',
    ]);
    expect(forgotten(house).filter((entry) => traces.ids.some((id) => entry.includes(id)))).toEqual([]);
  });

  it('holds no words that were taken back, declined or never let out', async () => {
    const gone = [WITHDRAWN, DECLINED, NEVER_DECIDED];
    expect(foundIn(await files(), gone)).toEqual([]);
    expect(forgotten(house).filter((entry) => gone.some((words) => entry.includes(words)))).toEqual([]);
  });

  it('holds no key of the day on which they spoke', async () => {
    expect(await readdir(join(house.stage.dataDir, 'keys'))).not.toContain('2027-01-11.key');
  });

  it('holds nothing of them at all once they have left', async () => {
    const hidden = house.person(HIDDEN[0]);
    await hidden.run('leave');
    await hidden.press('Leave and erase');
    await reads(hidden, 'You have left');
    await house.pass('P2D');
    expect(foundIn(await files(), [...traces.ids, ...traces.hidden])).toEqual([]);
  });
});

/** The b-trees of the record in whose pages one of these stands. */
function pagesWith({ stage }: House, traces: readonly string[]): readonly string[] {
  const database = new Database(join(stage.dataDir, recordFile), { readonly: true });
  const trees = database.prepare('select name, pageno from dbstat').all() as { name: string; pageno: number }[];
  const named = new Map(trees.map(({ name, pageno }) => [pageno, name]));
  const pages = database.prepare('select pgno, data from sqlite_dbpage').all() as { pgno: number; data: Uint8Array }[];
  database.close();
  const found = pages.filter(({ data }) => traces.some((trace) => Buffer.from(data).includes(trace)));
  return [...new Set(found.map(({ pgno }) => named.get(pgno) ?? 'free'))].sort();
}

describe('a hash of who spoke', () => {
  it('would be found', { timeout: 60_000 }, async () => {
    const planted: Plant = {
      core(core, options) {
        const { safeSpace } = core.services;
        const db = options.stores.record.db<object>();
        const accept: typeof safeSpace.writing.accept = async (speaking, id) => {
          const digest = disguises(speaking.member.person)[0] ?? '';
          await sql`insert into meta (key, value) values (${`by ${id}`}, ${digest})`.execute(db);
          return safeSpace.writing.accept(speaking, id);
        };
        return {
          ...core,
          services: { ...core.services, safeSpace: { ...safeSpace, writing: { ...safeSpace.writing, accept } } },
        };
      },
    };
    const house = await openHouse('the sandbox', { plant: planted, isTraced: false });
    await house.step('hidden writes', () => write(house.person(HIDDEN[0]), 'A word'));
    await house.pass('PT75M');
    const { hidden } = await tracesOf(house, HIDDEN[0]);
    expect(foundIn(await filesOf(house), hidden)).not.toEqual([]);
    await house.close();
  });
});
