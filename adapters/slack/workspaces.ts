import type { Authorize, Installation, Logger, webApi } from '@slack/bolt';
import { PlatformError } from '../../src/errors.ts';
import { platformErrorOf } from './errors.ts';
import { webClient } from './web-client.ts';

/** The clients by which the bot speaks to each workspace, one for each token and never shared. */
export interface Workspaces {
  /** @throws PlatformError `gone` when the bot is not in that workspace. */
  client(space: string): Promise<webApi.WebClient>;
}

interface Wire {
  readonly apiUrl: string;
  readonly logger: Logger;
}

/** The one workspace whose bot token stands in the environment. */
export interface OwnWorkspace extends Workspaces {
  /** Asks Slack whose token it is, and what it may do where Slack says so. */
  identify(): Promise<{ readonly space: string; readonly scopes: readonly string[] | null }>;
  readonly authorize: Authorize<boolean>;
  installation(): { readonly space: string; readonly installation: Installation } | null;
}

interface Identity {
  readonly space: string;
  readonly isOrganisation: boolean;
  readonly botId: string;
  readonly botUserId: string;
}

export function ownWorkspace(token: string, { apiUrl, logger }: Wire): OwnWorkspace {
  const client = webClient(token, apiUrl, logger);
  let identity: Identity | null = null;
  const serves = (space: string | undefined): boolean =>
    identity !== null && (identity.isOrganisation || identity.space === space);
  return {
    async identify() {
      const answer = await client.auth.test();
      identity = {
        space: answer.team_id ?? '',
        isOrganisation: answer.is_enterprise_install ?? false,
        botId: answer.bot_id ?? '',
        botUserId: answer.user_id ?? '',
      };
      return { space: identity.space, scopes: answer.response_metadata?.scopes ?? null };
    },
    async authorize({ teamId }) {
      if (identity === null || !serves(teamId)) throw new Error('not our workspace');
      return { botToken: token, botId: identity.botId, botUserId: identity.botUserId, ...(teamId && { teamId }) };
    },
    async client(space) {
      if (!serves(space)) throw new PlatformError('gone', 'not_our_workspace');
      return client;
    },
    installation() {
      if (identity === null) return null;
      const { space, botId, botUserId } = identity;
      return {
        space,
        installation: {
          team: { id: space },
          enterprise: undefined,
          user: { id: botUserId, token: undefined, scopes: undefined },
          bot: { token, id: botId, userId: botUserId, scopes: [] },
          isEnterpriseInstall: false,
          authVersion: 'v2',
        },
      };
    },
  };
}

/** All workspaces that installed the app. Asking renews a token that is about to expire. */
export function installedWorkspaces(authorize: Authorize<boolean>, { apiUrl, logger }: Wire): Workspaces {
  const clients = new Map<string, { readonly token: string; readonly client: webApi.WebClient }>();
  return {
    async client(space) {
      const { botToken } = await authorize({ teamId: space, enterpriseId: undefined, isEnterpriseInstall: false }).catch(
        (error) => {
          clients.delete(space);
          throw platformErrorOf(error, 'other');
        },
      );
      if (botToken === undefined) throw new PlatformError('gone', 'no_bot_token');
      const known = clients.get(space);
      if (known?.token === botToken) return known.client;
      const client = webClient(botToken, apiUrl, logger);
      clients.set(space, { token: botToken, client });
      return client;
    },
  };
}
