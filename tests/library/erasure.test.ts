import { expect, it } from 'vitest';
import { erasePlatform } from '../../src/privacy/erasure.ts';
import { eachDatabase } from '../support/databases.ts';
import { openLibraryHouse } from './house.ts';

eachDatabase((_, databases) => {
  it('leaves nothing of the library of a place that is begun anew, and all of another', async () => {
    const { publish, found, rows, stores, openCohort } = await openLibraryHouse(await databases());
    const { cohort: other } = await openCohort('discord', 'nest');
    await publish({ title: 'Quixotical zebrafish', answers: ['Thunderclap.'] });
    await publish({ title: 'Where to park', answers: ['Behind the chapel.'], cohort: other.id });
    await erasePlatform(stores.record, 'sandbox');
    expect(await found('zebrafish')).toEqual([]);
    expect(await rows()).not.toMatch(/zebrafi|uixotica|hunderclap/i);
    expect(await found('prak', other.id)).toEqual(['Where to park']);
  });
});
