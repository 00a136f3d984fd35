import type { QueueItem } from '../src/moderation/rules.ts';
import type { Moderation } from '../src/moderation/service.ts';
import { type Acting, cohortHere, type Services } from './context.ts';

/** Moderation among the services. */
export const moderationOf = (services: Services): Moderation =>
  (services as Services & { readonly moderation: Moderation }).moderation;

/** The item that a button names, if it is one of the cohort where the moderator acts. */
export async function itemHere(context: Acting, id: string, services: Services): Promise<QueueItem | null> {
  const item = await moderationOf(services).queue.find(id);
  return item?.cohort === cohortHere(context).cohort.id ? item : null;
}
