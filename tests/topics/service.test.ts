import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadTopics } from '../../src/topics/defaults.ts';
import { MOST_TOPICS } from '../../src/topics/rules.ts';
import { openMentorsHouse } from '../mentors/house.ts';
import { eachDatabase } from '../support/databases.ts';

eachDatabase((_, open) => {
  const start = async () => {
    const house = await openMentorsHouse(await open());
    const { topics, cohort } = house;
    return {
      ...house,
      labels: async () => (await topics.of(cohort.id)).map(({ label }) => label),
      idOf: async (label: string) => (await topics.of(cohort.id)).find((one) => one.label === label)?.topic ?? '',
      save: (...lines: readonly string[]) => topics.save(cohort.id, lines.join('\n'), 'mo'),
    };
  };

  it('are the usual ones until a cohort names its own', async () => {
    const { labels } = await start();
    expect(await labels()).toEqual([
      'Starting out',
      'Placements',
      'Exams',
      'OSCEs',
      'Finance',
      'Intercalation and research',
      'Applications and foundation training',
      'Wellbeing',
      'Life around medicine',
      'Something else',
    ]);
  });

  it('stand in the order in which they were written; a label that was there before is the same topic', async () => {
    const { save, labels, idOf, topics, cohort, services } = await start();
    const exams = await idOf('Exams');
    await save('  wellbeing ', '', 'Elective   planning', 'EXAMS', 'exams');
    expect(await labels()).toEqual(['wellbeing', 'Elective planning', 'EXAMS']);
    expect(await idOf('EXAMS')).toBe(exams);
    expect(await topics.labelOf(cohort.id, 'finance')).toBe('Finance');
    const planning = await idOf('Elective planning');
    await save('Exams');
    await save('Exams', 'Elective planning');
    expect(await idOf('Elective planning')).toBe(planning);
    expect((await services.audit.page(cohort.id, null, 9)).map(({ action }) => action)).toEqual(
      Array(3).fill('questions:topics'),
    );
  });

  it('can be renamed, and stay what they are', async () => {
    const { save, labels, idOf, topics, cohort } = await start();
    const osces = await idOf('OSCEs');
    await topics.rename(cohort.id, osces, 'Practical exams', 'mo');
    expect(await idOf('Practical exams')).toBe(osces);
    await expect(topics.rename(cohort.id, osces, 'finance', 'mo')).rejects.toThrow('topic-twice');
    await expect(topics.rename(cohort.id, 'nothing', 'New', 'mo')).rejects.toThrow('no-such-topic');
    await save('Practical exams');
    expect(await labels()).toEqual(['Practical exams']);
  });

  it('are refused where nobody could choose among them, and nothing changes', async () => {
    const { save, labels } = await start();
    const before = await labels();
    await expect(save('  ', '')).rejects.toThrow('topics-none');
    await expect(save(...Array.from({ length: MOST_TOPICS + 1 }, (_, at) => `Topic ${at}`))).rejects.toThrow('topics-too-many');
    await expect(save('x'.repeat(61))).rejects.toThrow('topic-too-long');
    expect(await labels()).toEqual(before);
  });
});

describe('the file of topics', () => {
  it.each([
    ['has a topic twice', '[{"topic":"a","label":"A"},{"topic":"a","label":"B"}]'],
    ['has a label twice', '[{"topic":"a","label":"A"},{"topic":"b","label":"a"}]'],
    ['content/topics/topics.json', 'nothing'],
  ])('is refused in words: %s', async (fault, content) => {
    const folder = await mkdtemp(join(tmpdir(), 'bombus-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'topics.json'), content);
    expect(() => loadTopics(folder)).toThrow(fault);
  });
});
