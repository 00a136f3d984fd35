import { afterDuty, isOnDuty } from '../calendar/duty-hours.ts';
import type { ModerationSettings, QueueItem } from './rules.ts';

/** `reminder`: the moderators have not looked yet; `lead`: it needs a safeguarding lead. */
export type Step = 'reminder' | 'lead';

const HOUR = 3_600_000;
/** Time on duty that may pass before each step. */
const GRAVE = { reminder: HOUR, lead: 2 * HOUR } as const;
const OTHER = { reminder: 4 * HOUR, lead: 8 * HOUR } as const;

type Escalating = Pick<QueueItem, 'tier' | 'openedAt' | 'escalations'>;

/**
 * What comes next for an item that nobody decides, and when. All in duty hours, so that nobody is disturbed at night;
 * only a T3 that comes while nobody is on duty asks for a lead at once. Null: nothing any more.
 */
export function nextStep(
  { tier, openedAt, escalations }: Escalating,
  settings: Pick<ModerationSettings, 'duty'>,
  zone: string,
): { readonly step: Step; readonly at: number } | null {
  const isUrgent = tier === 'T3' && !isOnDuty(settings, openedAt, zone);
  const steps: readonly Step[] = isUrgent ? ['lead', 'lead'] : ['reminder', 'lead'];
  const step = steps[escalations];
  if (!step) return null;
  if (isUrgent && escalations === 0) return { step, at: openedAt };
  const patience = tier === 'T3' || tier === 'T2' ? GRAVE : OTHER;
  const at = afterDuty(settings, openedAt, patience[step], zone);
  return at === null ? null : { step, at };
}

/** The steps that are due by now: after a long silence more than one. */
export function dueSteps(
  item: Escalating,
  settings: Pick<ModerationSettings, 'duty'>,
  zone: string,
  now: number,
): readonly Step[] {
  const next = nextStep(item, settings, zone);
  if (!next || next.at > now) return [];
  return [next.step, ...dueSteps({ ...item, escalations: item.escalations + 1 }, settings, zone, now)];
}

/** Whether a step may be made at this moment. */
export const mayEscalate = (
  { tier, openedAt, escalations }: Escalating,
  settings: Pick<ModerationSettings, 'duty'>,
  zone: string,
  now: number,
): boolean => isOnDuty(settings, now, zone) || (tier === 'T3' && escalations === 0 && !isOnDuty(settings, openedAt, zone));
