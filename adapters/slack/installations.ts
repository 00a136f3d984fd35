import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { PlatformError } from '../../src/errors.ts';

/** Where the workspaces that installed the app are kept, with their tokens: encrypted by whoever offers it. */
export interface Installations {
  save(key: string, installation: unknown): Promise<void>;
  /** Null where there is none. */
  load(key: string): Promise<unknown | null>;
  remove(key: string): Promise<void>;
}

interface Watch {
  /** Hears of every workspace that installs the app, or whose token was renewed. */
  readonly onSaved: (space: string) => Promise<void>;
  /** The workspace whose token stands in the environment, which never went through an installation. */
  readonly own: () => { readonly space: string; readonly installation: Installation } | null;
}

/** Bolt's view of the same. */
export function installationStore(installations: Installations, { onSaved, own }: Watch): InstallationStore {
  return {
    async storeInstallation(installation) {
      const key = installation.isEnterpriseInstall ? installation.enterprise?.id : installation.team?.id;
      if (key === undefined) throw new Error('an installation without a workspace');
      await installations.save(key, installation);
      if (installation.team?.id) await onSaved(installation.team.id);
    },
    async fetchInstallation(query) {
      const key = keyOf(query);
      const found = await installations.load(key);
      if (isInstallation(found)) return found;
      const standing = own();
      if (standing?.space === key) return standing.installation;
      throw new PlatformError('gone', 'no_installation');
    },
    async deleteInstallation(query) {
      await installations.remove(keyOf(query));
    },
  };
}

export function keyOf(query: InstallationQuery<boolean>): string {
  const key = query.isEnterpriseInstall ? query.enterpriseId : query.teamId;
  if (key === undefined) throw new Error('a query without a workspace');
  return key;
}

const isInstallation = (found: unknown): found is Installation<'v2', boolean> =>
  typeof found === 'object' && found !== null && 'bot' in found && 'authVersion' in found;
