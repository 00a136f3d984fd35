/**
 * A process to be killed: it changes the secret of the data that it is told of, and ends itself with -9 once it has
 * reached the step that it is told, or goes on to the end.
 */
import { openLog } from '../../../src/log.ts';
import { rotateSecret } from '../../../src/store/rotation.ts';

const [options = '{}', dieAt = ''] = process.argv.slice(2);

await rotateSecret({
  ...JSON.parse(options),
  log: openLog('silent'),
  reached(step) {
    process.stdout.write(`${step}\n`);
    if (step === dieAt) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write('done\n');
