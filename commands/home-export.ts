import type { CheckIn } from '../src/check-ins/rules.ts';
import type { Cohort } from '../src/cohorts/rules.ts';
import type { Member, Tag } from '../src/members/rules.ts';
import type { Standing } from '../src/safe-space/own.ts';

/** Fits every platform's longest quotation. */
const PAGE = 1500;

const iso = (at: number): string => new Date(at).toISOString();

/** Everything that is held about a member as JSON, one record a line, in pages that break between lines. */
export function exportPages(
  member: Member,
  cohort: Cohort,
  tags: readonly Tag[],
  checkIns: readonly CheckIn[],
  said: readonly Standing[],
): readonly string[] {
  const { id: _, person: __, cohort: ___, joinedAt, pausedUntil, goneAt: ____, human, ...same } = member;
  const records = [
    {
      cohort: cohort.name,
      ...same,
      isLinked: human !== null,
      tags,
      joinedAt: iso(joinedAt),
      pausedUntil: pausedUntil === null ? null : iso(pausedUntil),
    },
    ...checkIns.map(({ roundNumber, answers, note, wish, answeredAt }) => ({
      round: roundNumber,
      answeredAt: iso(answeredAt),
      ...answers,
      note,
      wish,
    })),
    ...said.map(({ purpose, post, waiting }) => ({
      said: purpose,
      words: post?.words ?? waiting?.content.words ?? null,
      as: post?.speaker ?? waiting?.content.speaker ?? null,
      appeared: post ? iso(post.slotAt) : null,
      state: post?.state ?? 'waiting',
    })),
  ];
  const pages: string[] = [];
  for (const record of records) {
    const line = JSON.stringify(record);
    const last = pages.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= PAGE) pages[pages.length - 1] = `${last}\n${line}`;
    else pages.push(line);
  }
  return pages;
}
