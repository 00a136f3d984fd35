import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Authorize, HTTPReceiver, type Installation, type Logger } from '@slack/bolt';
import type { Route } from '../../src/chat/adapter.ts';
import { type Installations, installationStore, keyOf } from './installations.ts';
import { SCOPES } from './manifest.ts';
import { clientOptions } from './web-client.ts';

/** What installing in several workspaces takes. */
export interface OAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly redirectUri: string | null;
  readonly installations: Installations;
}

interface HttpOptions {
  readonly signingSecret: string;
  readonly oauth: OAuth | null;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly onInstalled: (space: string) => Promise<void>;
  readonly own: () => { readonly space: string; readonly installation: Installation } | null;
}

const EVENTS = '/slack/events';
const REDIRECT = '/slack/oauth_redirect';
const BODY_LIMIT = 1024 * 1024;
/** Slack's clock and ours may differ by this much, either way; Bolt itself looks only at the past. */
const SKEW_SECONDS = 300;

/** Bolt's receiver without a server of its own, and the authorisation of workspaces that installed the app. */
export function httpReceiver({ signingSecret, oauth, apiUrl, logger, onInstalled, own }: HttpOptions): {
  readonly receiver: HTTPReceiver;
  readonly authorize: Authorize<boolean> | null;
} {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [EVENTS],
    bodyLimit: BODY_LIMIT,
    logger,
    ...(oauth && {
      clientId: oauth.clientId,
      clientSecret: oauth.clientSecret,
      stateSecret: oauth.stateSecret,
      scopes: [...SCOPES],
      installationStore: installationStore(oauth.installations, { onSaved: onInstalled, own }),
      ...(oauth.redirectUri && { redirectUri: oauth.redirectUri }),
      installerOptions: {
        directInstall: true,
        redirectUriPath: REDIRECT,
        authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
        clientOptions: clientOptions(apiUrl, logger),
      },
    }),
  });
  const { installer } = receiver;
  if (!installer) return { receiver, authorize: null };
  // A refresh token serves once, so two events at the same time must not both spend it.
  installer.authorize = oneAtATime(installer.authorize);
  return { receiver, authorize: installer.authorize };
}

/** The bot's own server hands requests to Bolt; those from the future are refused before Bolt sees them. */
export function httpRoute(listener: () => HTTPReceiver['requestListener'] | null, now: () => number): Route {
  return {
    prefix: '/slack/',
    handle(request, response) {
      const accepted = listener();
      if (accepted === null) return refuse(response, 503);
      if (isSkewed(request, now())) return refuse(response, 401);
      try {
        accepted(request, response);
      } catch {
        refuse(response, 404);
      }
    },
  };
}

function isSkewed(request: IncomingMessage, now: number): boolean {
  const stamp = request.headers['x-slack-request-timestamp'];
  if (stamp === undefined) return false;
  return typeof stamp !== 'string' || !/^\d{1,12}$/.test(stamp) || Math.abs(now / 1_000 - Number(stamp)) > SKEW_SECONDS;
}

function refuse(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}

function oneAtATime(authorize: Authorize<boolean>): Authorize<boolean> {
  const running = new Map<string, ReturnType<Authorize<boolean>>>();
  return (source, body) => {
    const key = keyOf(source);
    const begun = running.get(key) ?? authorize(source, body).finally(() => running.delete(key));
    running.set(key, begun);
    return begun;
  };
}
