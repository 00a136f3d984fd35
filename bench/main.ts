import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureStarts, measureTaps, type Starts, type Subject } from './alternate.ts';
import { openOffers, takenIn } from './asking.ts';
import { median, percentile, type Row, type Target } from './figures.ts';
import { botJourney, floorJourney, speech } from './journeys.ts';
import { load, storedIn } from './load.ts';
import { machineFacts } from './machine.ts';
import { botOn, floorOn, openPlace, type Place, type PlatformName } from './places.ts';
import { asJson, asText } from './report.ts';
import { openThread, spokenIn } from './speech.ts';
import type { Reading } from './stopwatch.ts';

/**
 * The compiled bot against a bare bot of the same SDK, on loopback platforms in this process. `--quick` takes a few
 * minutes and says less about p99; `--json` prints the same as JSON; `--only discord` or `--only slack` does one.
 */
const { values: chosen } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' } },
});

const size = chosen.quick ? { starts: 3, restMs: 1_500, taps: 100, warm: 20 } : { starts: 7, restMs: 3_000, taps: 600, warm: 60 };
const FULL = { members: 27_500, checkIns: 1_000_000 };
const names = (['discord', 'slack'] as const).filter((name) => chosen.only === undefined || chosen.only === name);

const START: Target = { kind: 'plus', atMost: 300 };
const MEMORY: Target = { kind: 'plus', atMost: 40 };
const P50: Target = { kind: 'times', atMost: 1.5 };
const P99: Target = { kind: 'times', atMost: 2 };
const GROWTH: Target = { kind: 'times', atMost: 1.1 };

interface Setting {
  readonly name: PlatformName;
  readonly floor: Place;
  /** Of the bare bot that keeps each press. */
  readonly kept: Place;
  readonly empty: Place;
  readonly full: Place;
}

interface Measured {
  readonly starts: Starts;
  readonly taps: readonly Reading[];
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function open(name: PlatformName): Promise<Setting> {
  const place = () => openPlace(name, size.taps + size.warm);
  return { name, floor: await place(), kept: await place(), empty: await place(), full: await place() };
}

async function measure({ name, floor, kept, empty, full }: Setting, data: Data): Promise<readonly Row[]> {
  const subjects: readonly Subject[] = [
    { place: floor, program: floorOn(name, floor), journey: floorJourney(name) },
    { place: empty, program: botOn(empty, data.empty, data.secret), journey: botJourney(name, false) },
    { place: full, program: botOn(full, data.full, data.secret), journey: botJourney(name, true) },
  ];
  say(`${name}: starting each ${size.starts} times`);
  const starts = await measureStarts(subjects, size.starts, size.restMs);
  say(`${name}: ${size.taps} check-ins with each`);
  const keeping = { place: kept, program: floorOn(name, kept, join(data.folder, `kept-${name}`)), journey: floorJourney(name) };
  const taps = await measureTaps([...subjects, keeping], { turns: size.taps, warm: size.warm });
  const of = (index: number): Measured => ({ starts: starts[index] ?? { startMs: [], memoryMb: [] }, taps: taps[index] ?? [] });
  return rowsOf(name, { floor: of(0), empty: of(1), full: of(2), kept: of(3) });
}

/** Posts, replies, questions, offers and answers: the press that sends them. */
async function measureSpeech({ name, floor, empty, full }: Setting, data: Data): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [what, journey] of Object.entries(speech)) {
    say(`${name}: ${what}, ${size.taps} times with each`);
    const [ofFloor = [], ofEmpty = [], ofFull = []] = await measureTaps(
      [
        { place: floor, program: floorOn(name, floor), journey: floorJourney(name) },
        { place: empty, program: botOn(empty, data.empty, data.secret), journey },
        { place: full, program: botOn(full, data.full, data.secret), journey },
      ],
      { turns: size.taps, warm: size.warm },
    );
    for (const [record, taps] of [
      ['empty record', ofEmpty],
      ['full record', ofFull],
    ] as const)
      rows.push(
        ...timesOf(ofFloor, taps).map(({ what: time, ...row }) => ({
          ...row,
          platform: name,
          what: `${what}, ${time}, ${record}`,
        })),
      );
  }
  return rows;
}

const acknowledged = (taps: readonly Reading[]): readonly number[] => taps.map(({ acknowledgedMs }) => acknowledgedMs);
const stored = (taps: readonly Reading[]): readonly number[] => taps.map(({ answeredMs }) => answeredMs);

const timesOf = (floor: readonly Reading[], bombus: readonly Reading[]): readonly Omit<Row, 'platform'>[] =>
  [
    { what: 'event → acknowledgement', times: acknowledged },
    { what: 'event → durable effect', times: stored },
  ].flatMap(({ what, times }) =>
    [
      { percent: 50, target: P50 },
      { percent: 99, target: P99 },
    ].map(({ percent, target }) => ({
      what: `${what} p${percent}`,
      unit: 'ms' as const,
      floor: percentile(times(floor), percent),
      bombus: percentile(times(bombus), percent),
      target,
    })),
  );

type Compared = Readonly<Record<'floor' | 'empty' | 'full' | 'kept', Measured>>;

function rowsOf(platform: PlatformName, { floor, empty, full, kept }: Compared): readonly Row[] {
  const held = [
    { record: 'empty record', bot: empty },
    { record: 'full record', bot: full },
  ].flatMap(({ record, bot }): readonly Omit<Row, 'platform'>[] => [
    {
      what: `start to ready, ${record}`,
      unit: 'ms',
      floor: median(floor.starts.startMs),
      bombus: median(bot.starts.startMs),
      target: START,
    },
    {
      what: `memory at rest, ${record}`,
      unit: 'MB',
      floor: median(floor.starts.memoryMb),
      bombus: median(bot.starts.memoryMb),
      target: MEMORY,
    },
    ...timesOf(floor.taps, bot.taps).map((row) => ({ ...row, what: `${row.what}, ${record}` })),
  ]);
  const againstKept = [
    { percent: 50, target: P50 },
    { percent: 99, target: P99 },
  ].map(({ percent, target }) => ({
    what: `the same p${percent}, against a bare bot that keeps`,
    unit: 'ms' as const,
    floor: percentile(stored(kept.taps), percent),
    bombus: percentile(stored(empty.taps), percent),
    target,
  }));
  const growth = [
    { what: 'event → acknowledgement', times: acknowledged },
    { what: 'event → durable effect', times: stored },
  ].map(({ what, times }) => ({
    what: `${what} p50, full against empty`,
    unit: 'ms' as const,
    floor: median(times(empty.taps)),
    bombus: median(times(full.taps)),
    target: GROWTH,
  }));
  return [...held, ...againstKept, ...growth].map((row) => ({ platform, ...row }));
}

interface Data {
  readonly folder: string;
  readonly empty: string;
  readonly full: string;
  readonly secret: string;
}

async function run(): Promise<void> {
  const begun = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'bombus-bench-'));
  const machine = await machineFacts(folder);
  const data: Data = {
    folder,
    empty: join(folder, 'empty'),
    full: join(folder, 'full'),
    secret: randomBytes(32).toString('hex'),
  };
  const { secret } = data;
  const settings: Setting[] = [];
  try {
    for (const name of names) settings.push(await open(name));
    const acting = settings.length * (size.taps + size.warm);
    say(`filling the record: ${FULL.members} members, ${FULL.checkIns} check-ins`);
    await load({ dataDir: data.empty, secret, places: settings.map(({ empty }) => empty), members: acting, checkIns: 0 });
    await load({ dataDir: data.full, secret, places: settings.map(({ full }) => full), ...FULL });
    for (const holding of [
      { dataDir: data.empty, secret, places: settings.map(({ empty }) => empty) },
      { dataDir: data.full, secret, places: settings.map(({ full }) => full) },
    ]) {
      await openThread(holding);
      await openOffers(holding);
    }
    const rows: Row[] = [];
    for (const setting of settings) rows.push(...(await measure(setting, data)), ...(await measureSpeech(setting, data)));
    const spoken = await Promise.all([data.empty, data.full].map((dataDir) => spokenIn({ dataDir, secret })));
    const answers = await Promise.all([data.empty, data.full].map((dataDir) => storedIn({ dataDir, secret })));
    const taken = await Promise.all([data.empty, data.full].map((dataDir) => takenIn({ dataDir, secret })));
    const sent = 4 * acting;
    const violations = settings.flatMap(({ empty, full }) => [empty, full].flatMap(({ platform }) => platform.violations()));
    const notes = [
      'Times run from the moment the platform has sent the event to the moment that what came back has been read there.',
      'Event: the third tap of a check-in, which stores it. The bare bot is given as many presses and keeps nothing.',
      'The bare bot that keeps writes two rows to an encrypted database in one durable transaction before it answers.',
      'Acknowledgement: the first thing that came back. On Discord it is the answer itself; on Slack the acknowledged envelope.',
      'Durable effect: the answer that says "Saved", which is made after the commit; so it is an upper bound.',
      `Killed with -9 at the last of them, the records held ${answers.join(' and ')} of ${acting} answers that had been told "Saved".`,
      `Of ${sent} posts, replies, questions and answers that had been told "accepted" or "on its way", they held ${spoken.join(' and ')}; that is said after they are on disk.`,
      `Of ${acting} offers that had been told "with you now", they held ${taken.join(' and ')}.`,
      ...(spoken.every((count) => count === sent) ? [] : ['SOMETHING THAT WAS TOLD TO BE ACCEPTED IS LOST.']),
      ...(taken.every((count) => count === acting) ? [] : ['AN OFFER THAT WAS TOLD TO BE TAKEN IS LOST.']),
      ...(answers.every((count) => count === acting) ? [] : ['SOMETHING THAT WAS TOLD TO BE SAVED IS LOST.']),
      `Start: median of ${size.starts}; for Bombus until /readyz answers 200, for the bare bot until it says so. Memory: VmRSS after ${size.restMs} ms of rest.`,
      `${size.taps} check-ins with each, one after the other and taking turns. Broken rules of the platforms: ${violations.length === 0 ? 'none' : [...new Set(violations)].join('; ')}.`,
      `The whole run took ${Math.round((performance.now() - begun) / 1_000)} s.`,
    ];
    process.stdout.write(`${(chosen.json ? asJson : asText)({ machine, rows, notes })}\n`);
  } finally {
    for (const { floor, kept, empty, full } of settings)
      for (const { platform } of [floor, kept, empty, full]) await platform.close();
    await rm(folder, { recursive: true, force: true });
  }
}

await run();
