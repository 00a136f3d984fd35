import { UserError } from '../errors.ts';
import type { Identifier, IdentifierGuard } from '../safety/identifiers.ts';
import type { Record as TheRecord } from '../store/record.ts';
import type { Postings } from './postings.ts';
import { ANSWERS_MAX, type Entry, type EntryWords, isAlike, likeness, QUESTION_MAX, shortened, TITLE_MAX } from './rules.ts';
import type { Search } from './search/search.ts';
import type { SearchStore } from './search/store.ts';
import { stemsIn, wordsIn } from './search/terms.ts';
import type { EntryWords as Words } from './search/vector.ts';
import type { LibraryStore } from './store.ts';

/** What moderators do is noted, in the transaction in which it is done. */
interface Notes {
  append(
    cohort: string,
    entry: {
      readonly actor: string;
      readonly action: string;
      readonly subject: string;
      readonly details: Readonly<Record<string, string | number>>;
    },
  ): Promise<unknown>;
}

export interface PublishingOptions {
  readonly record: TheRecord;
  readonly store: LibraryStore;
  readonly index: SearchStore;
  readonly search: Search;
  readonly postings: Postings;
  /** The one that says the same since. */
  open(cohort: string, id: string): Promise<Entry | null>;
  readonly guard: IdentifierGuard;
  readonly audit: Notes;
  now(): number;
  newId(): string;
}

/** What somebody asked and what somebody answered, both of whom agreed. */
export interface Proposal {
  readonly cohort: string;
  /** The id of the question. */
  readonly question: string;
  readonly title: string;
  readonly words: string;
  readonly answers: readonly string[];
  readonly topic: string;
  readonly appliesTo: number;
  /** The slot in which it is proposed. */
  readonly at: number;
}

/** Who decides, and about what: the entry as they read it. */
export interface Look {
  readonly id: string;
  readonly version: number;
  /** The moderator's platform id. */
  readonly moderator: string;
}

/** `changed`: somebody else has changed it since it was read; `already`: it is not there to be decided any more. */
export type Outcome = 'done' | 'changed' | 'already';

export type Marks = Readonly<Record<'title' | 'question' | 'answers', readonly Identifier[]>>;

/** Reads so much at once. */
const GUARDED = 2_000;
const OVERLAP = 200;
const COMPARED = 10;
const SUGGESTED = 3;

/** From what was agreed on to what members find, and out of it again. */
export function openPublishing(options: PublishingOptions) {
  const { record, store, index, search, postings, open, guard, audit, now, newId } = options;

  const note = ({ cohort, id }: Entry, moderator: string, action: string) =>
    audit.append(cohort, { actor: moderator, action: `library:${action}`, subject: id, details: {} });

  const marksIn = (text: string): readonly Identifier[] => {
    const found: Identifier[] = [];
    for (let at = 0; at < text.length; at += GUARDED - OVERLAP) {
      const here = guard
        .find(text.slice(at, at + GUARDED))
        .map((mark) => ({ ...mark, start: mark.start + at, end: mark.end + at }));
      found.push(...here.filter(({ start }) => !found.some((mark) => mark.start <= start && start < mark.end)));
    }
    return found;
  };

  const marksOf = ({ title, question, answers }: Pick<EntryWords, 'title' | 'question' | 'answers'>): Marks => ({
    title: marksIn(title),
    question: marksIn(question),
    answers: marksIn(answers),
  });

  /** One of many that decide at once has an effect. */
  async function decide(
    { id, version, moderator }: Look,
    action: string,
    state: Entry['state'],
    work: (entry: Entry) => Promise<boolean>,
  ): Promise<Outcome> {
    return record.transaction(async () => {
      const entry = await store.find(id);
      if (entry?.state !== state) return 'already';
      if (entry.version !== version || !(await work(entry))) return 'changed';
      await note(entry, moderator, action);
      return 'done';
    });
  }

  /** Its words go, from the index too. */
  async function end(entry: Entry, change: Pick<Entry, 'state'> & Partial<Pick<Entry, 'mergedInto'>>): Promise<boolean> {
    const number = await store.numberOf(entry.id);
    if (number !== null) await index.remove(entry.cohort, number);
    const gone = { title: '', question: '', answers: '', number: null, endedAt: now() };
    if (!(await store.change(entry, { ...gone, ...change }))) return false;
    if (entry.state === 'proposed') await postings.settled(entry);
    await postings.renew(entry);
    return true;
  }

  async function rewrite(entry: Entry, change: Partial<EntryWords>): Promise<boolean> {
    const number = await store.numberOf(entry.id);
    if (!(await store.change(entry, change))) return false;
    if (number === null) return true;
    await index.remove(entry.cohort, number);
    await index.add(entry.cohort, [wordsOf(number, { ...entry, ...change })]);
    await postings.renew(entry);
    return true;
  }

  const ending = (look: Look, action: string, from: Entry['state'], to: 'declined' | 'retired') =>
    decide(look, action, from, (entry) => end(entry, { state: to }));

  return {
    /** In the transaction of the slot in which both had agreed. The same question again changes nothing while its entry lives. */
    async propose({ cohort, question, title, words, answers, topic, appliesTo, at }: Proposal): Promise<void> {
      const entry = { id: newId(), cohort };
      const before = await store.ofQuestion(question);
      if (before?.state === 'declined' || before?.state === 'retired') await store.part(before.id);
      const isNew = await store.insert({
        ...entry,
        questionId: question,
        title: shortened(title.trim(), TITLE_MAX),
        question: shortened(words.trim(), QUESTION_MAX),
        answers: shortened(answers.map((one) => one.trim()).join('\n\n'), ANSWERS_MAX),
        topic,
        appliesTo,
        proposedAt: at,
      });
      if (isNew) await postings.waiting(entry);
    },

    /**
     * Whoever agreed does not any more: what came of the question goes, wherever it stands. Of what was merged nobody but
     * a moderator can tell which words are theirs.
     */
    async withdraw(question: string): Promise<void> {
      await record.transaction(async () => {
        const entry = await store.ofQuestion(question);
        const into = entry && (await open(entry.cohort, entry.id));
        if (entry?.state === 'merged' && into) await postings.unagreed(into, entry.id);
        if (entry?.state === 'proposed') await end(entry, { state: 'declined' });
        if (entry?.state === 'published') await end(entry, { state: 'retired' });
      });
    },

    /** What in it could tell who somebody is. */
    marksOf,

    /** Published entries that seem to say the same, the likest first. */
    async alike(entry: Entry): Promise<readonly Entry[]> {
      const own = stemsOf(entry);
      const numbers = new Set([
        ...(await search.byWords(entry.cohort, wordsIn(entry.title))).slice(0, COMPARED),
        ...(await search.byWords(entry.cohort, wordsIn(entry.question))).slice(0, COMPARED),
      ]);
      const others = (await store.byNumbers(entry.cohort, [...numbers])).filter(({ id }) => id !== entry.id);
      const weightOf = await search.weights(entry.cohort, [...own.title, ...own.question]);
      return others
        .map((other) => ({ other, share: likeness(own, stemsOf(other), weightOf) }))
        .filter(({ share }) => isAlike(share))
        .sort((a, b) => b.share - a.share)
        .slice(0, SUGGESTED)
        .map(({ other }) => other);
    },

    /** Other words, before or after it is published. */
    async edit(look: Look, words: EntryWords): Promise<Outcome> {
      const entry = await store.find(look.id);
      const state = entry?.state === 'published' ? 'published' : 'proposed';
      return decide(look, 'edit', state, (found) => rewrite(found, words));
    },

    /** Members find it from now on. @throws UserError `must-edit` while it holds what must not be there. */
    async publish(look: Look): Promise<Outcome> {
      return decide(look, 'publish', 'proposed', async (entry) => {
        const marks = Object.values(marksOf(entry)).flat();
        if (marks.some(({ level }) => level === 'edit')) throw new UserError('must-edit');
        const number = await index.nextNumber(entry.cohort);
        if (!(await store.change(entry, { state: 'published', number, publishedAt: now(), trueAt: now() }))) return false;
        await index.add(entry.cohort, [wordsOf(number, entry)]);
        await postings.settled(entry);
        return true;
      });
    },

    decline: (look: Look) => ending(look, 'decline', 'proposed', 'declined'),
    retire: (look: Look) => ending(look, 'retire', 'published', 'retired'),

    /** Both say the same: `answers` stand in the other one from now on, and this one leads there. `versions`: of both together. */
    async merge(look: Omit<Look, 'version'> & { readonly versions: number }, into: string, answers: string): Promise<Outcome> {
      return record.transaction(async () => {
        const [entry, other] = [await store.find(look.id), await store.find(into)];
        const isThere = entry?.state === 'proposed' || entry?.state === 'published';
        if (!isThere || other?.state !== 'published' || other.cohort !== entry.cohort || other.id === entry.id) return 'already';
        if (entry.version + other.version !== look.versions) return 'changed';
        await rewrite(other, { answers });
        await end(entry, { state: 'merged', mergedInto: other.id });
        await note(entry, look.moderator, 'merge');
        return 'done';
      });
    },

    /** A moderator has asked somebody who knows: it is true. Members are asked again after a year. */
    async confirm(look: Look, forgetVotes: (entry: Entry) => Promise<void>): Promise<Outcome> {
      return decide(look, 'confirm', 'published', async (entry) => {
        await store.note(entry.id, { votes: { stillTrue: 0, notAnyMore: 0 } });
        await forgetVotes(entry);
        return store.change(entry, { trueAt: now() });
      });
    },

    /** Into the channel for questions of every space. */
    async post(look: Look): Promise<Outcome> {
      return decide(look, 'post', 'published', async (entry) => {
        await store.note(entry.id, { postings: [...entry.postings, ...(await postings.post(entry))] });
        return true;
      });
    },
  };
}

const stemsOf = ({ title, question }: Pick<EntryWords, 'title' | 'question'>) => ({
  title: stemsIn(title),
  question: stemsIn(question),
});

const wordsOf = (number: number, { title, question, answers }: Pick<EntryWords, 'title' | 'question' | 'answers'>): Words => ({
  number,
  title: wordsIn(title),
  question: wordsIn(question),
  answers: wordsIn(answers),
});
