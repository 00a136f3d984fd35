import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openInstallations } from '../../src/store/installations.ts';
import { eachDatabase } from '../support/databases.ts';

describe('installations', () => {
  eachDatabase((_, open) => {
    it('are kept, replaced and removed', async () => {
      const { record, keys } = await open();
      const installations = openInstallations(await record(), keys.installations);
      await installations.save('T1', { token: 'one' });
      await installations.save('T2', { token: 'two' });
      await installations.save('T1', { token: 'three' });
      expect([await installations.load('T1'), await installations.load('T2')]).toEqual([{ token: 'three' }, { token: 'two' }]);
      await installations.remove('T1');
      expect([await installations.load('T1'), await installations.load('T2')]).toEqual([null, { token: 'two' }]);
    });

    it('show neither where nor what in the table', async () => {
      const { record: openRecord, keys } = await open();
      const record = await openRecord();
      await openInstallations(record, keys.installations).save('T1', { token: 'legible' });
      const { rows } = await sql`select * from installations`.execute(record.db());
      expect(rows).toEqual([{ key: expect.stringMatching(/^[\w-]{22}$/), sealed: expect.stringMatching(/^[\w-]+$/) }]);
      expect(JSON.stringify(rows)).not.toMatch(/T1|legible/);
    });

    it('cannot be put in the place of another', async () => {
      const { record: openRecord, keys } = await open();
      const record = await openRecord();
      const installations = openInstallations(record, keys.installations);
      await installations.save('T1', { token: 'one' });
      await installations.save('T2', { token: 'two' });
      await sql`update installations set sealed = (select max(sealed) from installations)`.execute(record.db());
      const answers = await Promise.allSettled([installations.load('T1'), installations.load('T2')]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });
  });
});
