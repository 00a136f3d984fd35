import type { Workspaces } from './workspaces.ts';

/** Whether somebody runs a workspace, as Slack says, remembered for a few minutes and nothing else with it. */
export interface People {
  /** False when Slack cannot be asked in time: then a thing is refused rather than allowed. */
  isAdmin(space: string, person: string): Promise<boolean>;
}

const MEMORY_MS = 5 * 60_000;
const PATIENCE_MS = 1_000;
const MOST_REMEMBERED = 5_000;
/** Slack answers about a hundred of these a minute for a workspace. */
const ASKED_PER_MINUTE = 80;

export function people(workspaces: Workspaces, now: () => number): People {
  const known = new Map<string, { readonly isAdmin: Promise<boolean>; readonly until: number }>();
  const asked = new Map<string, readonly number[]>();

  const mayAsk = (space: string): boolean => {
    const recent = (asked.get(space) ?? []).filter((at) => at > now() - 60_000);
    if (recent.length >= ASKED_PER_MINUTE) return false;
    asked.set(space, [...recent, now()]);
    return true;
  };

  const ask = async (space: string, person: string): Promise<boolean> => {
    const client = await workspaces.client(space);
    const { user } = await client.users.info({ user: person });
    return user?.is_admin === true || user?.is_owner === true;
  };

  return {
    async isAdmin(space, person) {
      const key = `${space}/${person}`;
      const remembered = known.get(key);
      if (remembered && remembered.until > now()) return inTime(remembered.isAdmin);
      if (!mayAsk(space)) return false;
      if (known.size >= MOST_REMEMBERED) known.clear();
      const isAdmin = ask(space, person);
      known.set(key, { isAdmin, until: now() + MEMORY_MS });
      isAdmin.catch(() => known.delete(key));
      return inTime(isAdmin);
    },
  };
}

/** A failure or a slow answer is a no, for this once. */
async function inTime(answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
