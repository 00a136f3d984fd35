import type { QueueItem } from '../src/moderation/rules.ts';
import { type Acting, cohortHere, type Services } from './context.ts';

/** The item that a button names, if it is one of the cohort where the moderator acts. */
export async function itemHere(context: Acting, id: string, services: Services): Promise<QueueItem | null> {
  const item = await services.moderation.queue.find(id);
  return item?.cohort === cohortHere(context).cohort.id ? item : null;
}
