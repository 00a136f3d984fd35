import type { CheckIn } from '../src/check-ins/rules.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Member, Tag } from '../src/members/rules.ts';
import type { Mentor } from '../src/mentors/rules.ts';
import type { EverythingAnswered, EverythingAsked } from '../src/questions/service.ts';
import type { Standing } from '../src/safe-space/own.ts';
import type { Services } from './context.ts';

/** Fits every platform's longest quotation. */
const PAGE = 1500;

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** Everything that is held about a member as JSON, one record a line, in pages that break between lines where they can. */
export async function exportPages(member: Member, cohort: Cohort, services: Services): Promise<readonly string[]> {
  const mentor = await services.mentors.find(member.id);
  const blocked = await services.mentors.blocks.ofPerson(cohort.id, member);
  return pagesOf([
    profileRecord(member, cohort, await services.members.tags(member.id)),
    ...(await services.checkIns.everything(member)).map(checkInRecord),
    ...(await services.safeSpace.own.list(member)).map(saidRecord),
    ...(await services.questions.mine.everything(member)).map(askedRecord),
    ...(mentor ? [mentorRecord(mentor)] : []),
    ...answeredRecords(await services.questions.mentoring.everything(member)),
    ...blocked.map(({ speaker }) => ({ blocked: speaker })),
  ]);
}

function profileRecord(member: Member, cohort: Cohort, tags: readonly Tag[]): object {
  const { id: _, person: __, cohort: ___, joinedAt, pausedUntil, goneAt: ____, human, ...same } = member;
  return {
    cohort: cohort.name,
    ...same,
    isLinked: human !== null,
    tags,
    joinedAt: iso(joinedAt),
    pausedUntil: isoOrNull(pausedUntil),
  };
}

const checkInRecord = ({ roundNumber, answers, note, wish, answeredAt }: CheckIn): object => ({
  round: roundNumber,
  answeredAt: iso(answeredAt),
  ...answers,
  note,
  wish,
});

const saidRecord = ({ purpose, post, waiting }: Standing): object => ({
  said: purpose,
  words: post?.words ?? waiting?.content.words ?? null,
  as: post?.speaker ?? waiting?.content.speaker ?? null,
  appeared: post ? iso(post.slotAt) : null,
  state: post?.state ?? 'waiting',
});

const askedRecord = ({ question: mine, shares, said }: EverythingAsked): object => ({
  asked: mine.title,
  words: mine.words,
  topic: mine.topic,
  support: mine.support,
  isUrgent: mine.isUrgent,
  shares,
  as: mine.speaker,
  appeared: isoOrNull(mine.question?.slotAt ?? null),
  stage: mine.stage,
  mayKeep: mine.question?.mayKeep ?? false,
  said: said.map(({ at, ...same }) => ({ ...same, delivered: isoOrNull(at) })),
});

/** What they set up to answer others. */
function mentorRecord({ member: _, cohort: __, silentUntil: ___, coming, ...same }: Mentor): object {
  const { awayUntil, examFrom, examUntil, pausedAt, orientedAt, since, ...plain } = same;
  return {
    mentorSince: iso(since),
    ...plain,
    awayUntil: isoOrNull(awayUntil),
    examFrom: isoOrNull(examFrom),
    examUntil: isoOrNull(examUntil),
    pausedAt: isoOrNull(pausedAt),
    orientedAt: isoOrNull(orientedAt),
    coming: coming && { ...coming, from: iso(coming.from) },
  };
}

const answeredRecords = ({ offers, said }: EverythingAnswered): readonly object[] => [
  ...offers.map(({ state, speaker, mayKeep, offeredAt }) => ({
    offered: iso(offeredAt),
    state,
    as: speaker,
    mayKeep,
  })),
  ...said.map(({ kind, words, at }) => ({ answered: kind, words, delivered: isoOrNull(at) })),
];

function pagesOf(records: readonly object[]): readonly string[] {
  const pages: string[] = [];
  for (const record of records) {
    const line = JSON.stringify(record);
    const last = pages.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= PAGE) pages[pages.length - 1] = `${last}\n${line}`;
    else pages.push(...piecesOf(line));
  }
  return pages;
}

/** What is longer than a page goes on on the next, at no half sign. */
function piecesOf(line: string): readonly string[] {
  const pieces: string[] = [];
  for (let rest = line; rest !== ''; ) {
    const piece = rest.slice(0, PAGE).replace(/[\uD800-\uDBFF]$/, '');
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return pieces;
}
