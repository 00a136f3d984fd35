import { describe, expect, it } from 'vitest';
import { deriveKeys } from '../../src/privacy/keys.ts';
import { stampOf, verifyIdentity } from '../../src/store/identity.ts';
import { eachDatabase } from '../support/databases.ts';

describe('the identity of the data', () => {
  eachDatabase((_, open) => {
    it('is set at the first opening and recognised at the next', async () => {
      const { record: openRecord, keys } = await open();
      const record = await openRecord();
      expect(await stampOf(record)).toBeNull();
      await verifyIdentity(record, { key: keys.secretCheck, stamp: 'real' });
      expect(await stampOf(record)).toBe('real');
      await verifyIdentity(record, { key: keys.secretCheck, stamp: 'real' });
    });

    it('refuses another secret', async () => {
      const { record: openRecord, keys } = await open();
      const record = await openRecord({ encryptionKey: null });
      await verifyIdentity(record, { key: keys.secretCheck, stamp: 'real' });
      const other = deriveKeys(Buffer.alloc(32, 'another'));
      await expect(verifyIdentity(record, { key: other.secretCheck, stamp: 'real' })).rejects.toMatchObject({
        name: 'StartError',
        lines: ['BOMBUS_SECRET is not the secret that the data was made with.', expect.stringContaining('Set it back')],
      });
    });

    it('keeps rehearsals and the real thing apart for ever', async () => {
      const first = await open();
      const rehearsed = await first.record();
      await verifyIdentity(rehearsed, { key: first.keys.secretCheck, stamp: 'rehearsal' });
      await expect(verifyIdentity(rehearsed, { key: first.keys.secretCheck, stamp: 'real' })).rejects.toMatchObject({
        name: 'StartError',
        lines: [expect.stringContaining('never opens as real data'), expect.any(String)],
      });
      const second = await open();
      const real = await second.record();
      await verifyIdentity(real, { key: second.keys.secretCheck, stamp: 'real' });
      await expect(verifyIdentity(real, { key: second.keys.secretCheck, stamp: 'rehearsal' })).rejects.toMatchObject({
        name: 'StartError',
        lines: ['The data is real and never opens in a rehearsal.', expect.any(String)],
      });
      expect([await stampOf(rehearsed), await stampOf(real)]).toEqual(['rehearsal', 'real']);
    });
  });
});
