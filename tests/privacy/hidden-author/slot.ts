import type { Person } from '../../platforms/driver.ts';
import { openDay, write } from './day.ts';
import { type House, WATCHING } from './house.ts';

export type Order = 'as they came' | 'otherwise';

const FIRST = 'Who else is lost in the new hospital';
const SECOND = 'I cannot face the ward round tomorrow';

/** A slot of five minutes in which people do things without a name, in one order and at some moments or at others. */
export async function playSlot(house: House, order: Order): Promise<void> {
  const { stage, step, pass } = house;
  const { reply, report, sameHere, withdraw } = openDay(house);
  const [cy, di, eve, fay, gus] = WATCHING.map(house.person) as [Person, Person, Person, Person, Person];
  const ada = house.person('Wilhelmina');

  await step('cy opens', () => write(cy, FIRST));
  await step('di opens', () => write(di, SECOND));
  await pass('PT75M');

  const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
    'ada posts': () => write(ada, 'My first night shift was long'),
    'eve posts': () => write(eve, 'Does anyone understand acid and base'),
    'fay posts well mixed': () => write(fay, 'The library is too loud', { 'When it appears': 'Well mixed' }),
    'gus replies': () => reply(gus, FIRST, 'Follow the blue line'),
    'ada replies': () => reply(ada, SECOND, 'Me neither'),
    'eve feels the same': () => sameHere(eve, FIRST),
    'fay reports': () => report(fay, SECOND, 'I am worried about somebody'),
    'gus writes gravely': () => write(gus, 'I want to kill myself tonight and I mean it'),
    'cy withdraws': () => withdraw(cy, FIRST),
  };
  const labels = Object.keys(deeds);
  const moments = order === 'as they came' ? labels : [...labels.slice(4), ...labels.slice(0, 4)].reverse();
  for (const [index, label] of moments.entries()) {
    await stage.advance(order === 'as they came' ? 'PT20S' : index === 0 ? 'PT90S' : 'PT15S');
    const deed = deeds[label];
    if (deed) await step(label, deed);
  }
  // To the same instant, whichever way led there.
  await pass(order === 'as they came' ? 'PT3M' : `PT${360 - 90 - 15 * (labels.length - 1)}S`);
  await pass('PT90M');
  await step('a moderator looks', async () => {
    house.watch('the queue', await stage.moderator.run('cohort queue'));
  });
}
