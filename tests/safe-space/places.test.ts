import { describe, expect, it } from 'vitest';
import type { Place } from '../../src/cohorts/service.ts';
import type { Member } from '../../src/members/rules.ts';
import { openTestCore } from '../support/core.ts';
import { eachDatabase, type TestDatabases } from '../support/databases.ts';

const QUARTER = 15 * 60_000;
const NEST = { platform: 'discord', space: 'nest' } as const;
const WORK = { platform: 'slack', space: 'T1' } as const;
const NAMES = ['ada', 'bo', 'cy'];

eachDatabase((_, openPlaces) => {
  async function start(places: TestDatabases) {
    const core = await openTestCore(places);
    const { cohort } = await core.openCohort('discord', 'nest');
    const { linking, cohorts, safeSpace, members, moderation } = core.services;
    const { code } = await linking.makeCode(cohort, { place: NEST, actor: 'P1' });
    await linking.enter(code, { place: WORK, actor: 'slack:U1' }, 'linking');
    const channels = { 'check-ins': 'W1', 'safe-space': 'W2', questions: 'W3', moderators: 'W4' };
    await cohorts.saveChannels(cohort.id, WORK, channels);
    const people = new Map<string, Member>();
    for (let index = 0; index < 10; index += 1) await core.join(cohort, NEST, `other-${index}`);
    for (const name of NAMES)
      for (const place of [NEST, WORK]) people.set(`${place.platform} ${name}`, await core.join(cohort, place, name));
    const person = (place: Place, name: string): Member => {
      const found = people.get(`${place.platform} ${name}`);
      if (!found) throw new Error(`nobody is called ${name}`);
      return found;
    };
    const speaking = (place: Place, name: string) => ({ member: person(place, name), cohort, place, names: [] });
    const typed = (words: string) => ({ words, support: null, warning: null, timing: 'soon' as const });

    async function pass(quarters = 5): Promise<void> {
      for (let quarter = 0; quarter < quarters; quarter += 1) {
        core.pass(QUARTER);
        await core.mix.settle();
      }
    }
    async function accept(place: Place, name: string, words: string): Promise<string> {
      const { id } = await safeSpace.writing.draftPost(speaking(place, name), typed(words));
      await safeSpace.writing.accept(speaking(place, name), id);
      return id;
    }
    async function post(place: Place, name: string, words: string): Promise<string> {
      const id = await accept(place, name, words);
      await pass();
      return id;
    }
    async function reply(place: Place, name: string, thread: string, words: string) {
      const draft = await safeSpace.writing.draftReply(speaking(place, name), { thread, isNamed: false }, typed(words));
      await safeSpace.writing.accept(speaking(place, name), draft.id);
      await pass();
      return safeSpace.find(draft.id);
    }
    const owed = async (kind = 'post:shown') =>
      core.stores.record
        .db<{ deliveries: { kind: string; subject: string; to_platform: string; to_channel: string; edits: string | null } }>()
        .selectFrom('deliveries')
        .select(['subject', 'to_platform', 'to_channel', 'edits'])
        .where('kind', '=', kind)
        .orderBy('to_platform')
        .execute();
    const unite = async (name: string) =>
      members.accounts.enter(person(WORK, name), (await members.accounts.makeCode(person(NEST, name))).code, `of ${name}`);
    return { ...core, pass, accept, cohort, linking, cohorts, safeSpace, moderation, person, post, reply, owed, unite };
  }

  describe('a post in a cohort of two places', () => {
    it('is owed to both, and its row says of neither', async () => {
      const { post, owed, stores } = await start(await openPlaces());
      const id = await post(WORK, 'ada', 'the ward felt long today');
      expect(await owed()).toEqual([
        { subject: id, to_platform: 'discord', to_channel: 'C2', edits: null },
        { subject: id, to_platform: 'slack', to_channel: 'W2', edits: null },
      ]);
      const [row] = await stores.record.db<{ posts: object }>().selectFrom('posts').selectAll().execute();
      expect(Object.keys(row ?? {})).not.toContain('platform');
      expect(JSON.stringify(row)).not.toMatch(/slack|discord|T1|nest/);
    });

    it('leaves the same record, wherever its author is', async () => {
      const record = async (place: Place): Promise<string> => {
        const { post, reply, rows } = await start(await openPlaces());
        const id = await post(place, 'ada', 'the ward felt long today');
        await reply(place, 'bo', id, 'ours as well');
        // Of the withdrawal code, which is drawn by chance.
        return (await rows()).replace(/"receipt":"[^"]*"/g, '');
      };
      expect(await record(WORK)).toBe(await record(NEST));
    });

    it('is answered wherever it stands, and not where it never stood', async () => {
      const { cohort, linking, post, reply, owed } = await start(await openPlaces());
      const id = await post(NEST, 'ada', 'the ward felt long today');
      await linking.unlink(cohort.id, WORK, { place: NEST, actor: 'P1' });
      const answer = await reply(NEST, 'bo', id, 'ours as well');
      expect((await owed()).filter(({ subject }) => subject === answer?.id)).toMatchObject([{ to_platform: 'discord' }]);
    });

    it('that came before a place was linked stays where it is', async () => {
      const { cohort, linking, post, reply, owed } = await start(await openPlaces());
      await linking.unlink(cohort.id, WORK, { place: NEST, actor: 'P1' });
      const id = await post(NEST, 'ada', 'the ward felt long today');
      const { code } = await linking.makeCode(cohort, { place: NEST, actor: 'P1' });
      await linking.enter(code, { place: WORK, actor: 'slack:U1' }, 'again');
      await reply(NEST, 'bo', id, 'ours as well');
      expect((await owed()).map(({ to_platform }) => to_platform)).toEqual(['discord', 'discord']);
    });

    it('is changed in both, and also where the place is no longer of the cohort', async () => {
      const { cohort, linking, safeSpace, post, owed, person, pass } = await start(await openPlaces());
      const id = await post(NEST, 'ada', 'the ward felt long today');
      await linking.unlink(cohort.id, WORK, { place: NEST, actor: 'P1' });
      await safeSpace.own.withdraw(person(NEST, 'ada'), cohort, id);
      await pass(1);
      expect((await owed()).filter(({ edits }) => edits !== null).map(({ to_platform }) => to_platform)).toEqual([
        'discord',
        'slack',
      ]);
    });

    it('is sent again where it is in doubt, and nowhere else', async () => {
      const { cohort, safeSpace, moderation, post, owed } = await start(await openPlaces());
      const id = await post(NEST, 'ada', 'the ward felt long today');
      await safeSpace.moderating.settled({ subject: id, to: WORK, isEdit: false }, 'undeliverable', 'gone');
      const [item] = await moderation.queue.waiting(cohort.id);
      await moderation.queue.decide(item?.id ?? '', { moderator: 'P1', decision: 'approve', text: null });
      expect((await owed()).map(({ to_platform }) => to_platform)).toEqual(['discord', 'slack', 'slack']);
    });

    it('goes to a moderator where there is no place for it any more', async () => {
      const { cohort, cohorts, moderation, accept, pass, owed } = await start(await openPlaces());
      await accept(NEST, 'ada', 'the ward felt long today');
      for (const place of [NEST, WORK]) await cohorts.spaceGone(place);
      await pass();
      expect(await owed()).toEqual([]);
      const waiting = await moderation.queue.waiting(cohort.id);
      expect(waiting.map(({ cause, details }) => [cause, details])).toEqual([['maybe-sent', { lost: 1 }]]);
      await cohorts.spacePresent(WORK);
      await moderation.queue.decide(waiting[0]?.id ?? '', { moderator: 'P1', decision: 'approve', text: null });
      expect((await owed()).map(({ to_platform }) => to_platform)).toEqual(['slack']);
    });
  });

  describe('somebody with two accounts, once they said so,', () => {
    it('is one voice in a thread, and the author of their own', async () => {
      const { post, reply, unite } = await start(await openPlaces());
      await unite('ada');
      await unite('bo');
      const id = await post(NEST, 'ada', 'the ward felt long today');
      const one = await reply(NEST, 'bo', id, 'ours as well');
      const other = await reply(WORK, 'bo', id, 'and the nights');
      expect(one?.speaker).toBe(other?.speaker);
      expect((await reply(WORK, 'ada', id, 'thank you'))?.isAuthor).toBe(true);
    });

    it('reports once', async () => {
      const { cohort, safeSpace, moderation, post, pass, person, unite } = await start(await openPlaces());
      await unite('bo');
      const id = await post(NEST, 'ada', 'the ward felt long today');
      for (const place of [NEST, WORK]) await safeSpace.around.report(person(place, 'bo'), cohort, id, 'unkind');
      await safeSpace.around.report(person(WORK, 'cy'), cohort, id, 'unkind');
      await pass(1);
      expect((await moderation.queue.waiting(cohort.id)).map(({ details }) => details)).toEqual([{ unkind: 2 }]);
      expect(await safeSpace.around.hasReported(id, person(WORK, 'bo'))).toBe(true);
      expect(await safeSpace.around.hasReported(id, person(NEST, 'bo'))).toBe(true);
    });

    it('is muted in both, and may appeal from either', async () => {
      const { cohort, safeSpace, moderation, post, person, unite } = await start(await openPlaces());
      await unite('ada');
      const id = await post(NEST, 'ada', 'the ward felt long today');
      await moderation.mutes.muteAuthorOf({ cohort: cohort.id, subject: id, purpose: 'post' }, 3_600_000, 'safe-space');
      await expect(post(WORK, 'ada', 'once more')).rejects.toMatchObject({ code: 'muted' });
      expect(await safeSpace.around.appeal(person(WORK, 'ada'), cohort, 'it was meant kindly', 'T0')).toBe('kept');
      expect((await safeSpace.around.mute(person(NEST, 'ada'), cohort))?.appeal?.state).toBe('waiting');
    });
  });
});
