import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from './api.ts';
import type { Arguments } from './methods.ts';
import type { Team, World } from './world.ts';

interface InstallOptions {
  readonly world: World;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Installing {
  serve(request: IncomingMessage, response: ServerResponse, given: Arguments): boolean;
  /** From now on tokens expire in this many seconds and can be renewed once each. */
  rotate(seconds: number): void;
  /** How often a token was renewed. */
  renewals(): number;
}

/** The page where somebody allows the app, and the exchange of codes and refresh tokens. */
export function installing({ world, clientId, clientSecret }: InstallOptions): Installing {
  const codes = new Map<string, Team>();
  const refreshTokens = new Map<string, Team>();
  let expires: number | null = null;
  let count = 0;

  const granted = (team: Team) => {
    const refresh = `xoxe-1-${world.ids.next('r')}`;
    if (expires !== null) refreshTokens.set(refresh, team);
    return {
      ok: true,
      app_id: world.appId,
      authed_user: { id: [...world.humans.values()].find((human) => human.team === team.id)?.id ?? world.ids.next('U') },
      scope: 'commands,chat:write',
      token_type: 'bot',
      access_token: team.botToken,
      bot_user_id: team.botUser,
      team: { id: team.id, name: 'Loopback' },
      enterprise: null,
      is_enterprise_install: false,
      ...(expires !== null && { refresh_token: refresh, expires_in: expires }),
    };
  };

  const exchange = (given: Arguments, authorization: string) => {
    const [id, secret] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':');
    if ((given.client_id ?? id) !== clientId || (given.client_secret ?? secret) !== clientSecret)
      return { ok: false, error: 'bad_client_secret' };
    if (given.grant_type === 'refresh_token') {
      const team = refreshTokens.get(given.refresh_token ?? '');
      if (!team) return { ok: false, error: 'invalid_refresh_token' };
      refreshTokens.delete(given.refresh_token ?? '');
      count += 1;
      team.botToken = `xoxe.xoxb-${team.id}-${count}`;
      return granted(team);
    }
    const team = codes.get(given.code ?? '');
    codes.delete(given.code ?? '');
    return team ? granted(team) : { ok: false, error: 'invalid_code' };
  };

  return {
    serve(request, response, given) {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname === '/oauth/v2/authorize') {
        if (given.client_id !== clientId) {
          response.writeHead(400).end('invalid_client_id');
          return true;
        }
        const team = [...world.teams.values()].find(({ id }) => id === given.team) ?? world.makeTeam();
        const code = world.ids.next('c');
        codes.set(code, team);
        const back = new URL(given.redirect_uri ?? '');
        back.searchParams.set('code', code);
        back.searchParams.set('state', given.state ?? '');
        response.writeHead(302, { location: back.href, 'x-loopback-team': team.id }).end();
        return true;
      }
      if (pathname !== '/api/oauth.v2.access') return false;
      json(response, exchange(given, request.headers.authorization ?? ''));
      return true;
    },
    rotate(seconds) {
      expires = seconds;
    },
    renewals: () => count,
  };
}
