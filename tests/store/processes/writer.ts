/**
 * A process to be killed: it opens the stores in the folder and at the addresses that it is given, and handles events
 * one after the other. Each writes two rows; a line on standard output says that the event is done.
 */
import { openLog } from '../../../src/log.ts';
import { deriveKeys } from '../../../src/privacy/keys.ts';
import { openForgetting } from '../../../src/store/forgetting.ts';
import { openLedger } from '../../../src/store/ledger.ts';
import { lockData } from '../../../src/store/lock.ts';
import { migrations } from '../../../src/store/migrations/index.ts';
import { openRecord } from '../../../src/store/record.ts';

const [dataDir = '', secret = '', databaseUrl = '', forgettingUrl = ''] = process.argv.slice(2);
const keys = deriveKeys(Buffer.from(secret, 'hex'));
const log = openLog('silent');
const now = () => 0;

await lockData(dataDir);
const record = await openRecord({ dataDir, databaseUrl: databaseUrl || null, encryptionKey: keys.database, migrations, log });
const sealing = { tag: keys.forgettingTags, seal: keys.forgettingSeal };
const forgetting = await openForgetting({ dataDir, url: forgettingUrl || null, keys: sealing, now, log });
const ledger = openLedger({ record, forgetting, key: keys.events, now });

for (let event = 0; ; event += 1) {
  const { outcome, isRepeat } = await ledger.once(`event ${event}`, async () => {
    const db = record.db<{ meta: { key: string; value: string } }>();
    await db
      .insertInto('meta')
      .values({ key: `${event} first`, value: '' })
      .execute();
    await forgetting.set('seal', String(event), event, 1_000_000);
    await db
      .insertInto('meta')
      .values({ key: `${event} second`, value: '' })
      .execute();
    return event;
  });
  process.stdout.write(`${JSON.stringify({ event, outcome, isRepeat })}\n`);
}
