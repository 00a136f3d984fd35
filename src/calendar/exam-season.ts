import { localParts } from './zone.ts';

/** Local dates (`2027-05-10`), both included. */
export interface Season {
  readonly startsOn: string;
  readonly endsOn: string;
}

/** Whether the local date of this instant lies in a season of the cohort's calendar. */
export function isExamSeason(at: number, zone: string, seasons: readonly Season[]): boolean {
  if (seasons.length === 0) return false;
  const { date } = localParts(at, zone);
  return seasons.some(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn);
}
