import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { slackAdapter } from '../../../adapters/slack/adapter.ts';
import type { Installations } from '../../../adapters/slack/installations.ts';
import { view } from '../../../src/chat/build.ts';
import { openLog } from '../../../src/log.ts';
import { openSlack } from '../../platforms/slack/open.ts';
import { serveRoutes } from '../../platforms/slack/serve-routes.ts';
import { scriptedInbox } from './inbox.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function memory(): Installations & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    save: async (key, installation) => void kept.set(key, structuredClone(installation)),
    load: async (key) => structuredClone(kept.get(key)) ?? null,
    remove: async (key) => void kept.delete(key),
  };
}

async function open(withOAuth: boolean, withToken = !withOAuth) {
  const platform = await openSlack({ mode: 'http', withOAuth });
  const environment = platform.environment();
  const installations = memory();
  const adapter = slackAdapter({
    apiUrl: environment.SLACK_API_URL ?? null,
    botToken: withToken ? (environment.SLACK_BOT_TOKEN ?? null) : null,
    mode: {
      kind: 'http',
      signingSecret: platform.signingSecret,
      oauth: withOAuth
        ? {
            clientId: environment.SLACK_CLIENT_ID ?? '',
            clientSecret: environment.SLACK_CLIENT_SECRET ?? '',
            stateSecret: 'a state secret',
            redirectUri: 'http://127.0.0.1:1/slack/oauth_redirect',
            installations,
          }
        : null,
    },
    log: openLog('silent'),
    now: Date.now,
  });
  const server = await serveRoutes(adapter.routes);
  platform.botAt(server.url);
  closing.push(
    () => adapter.stop(),
    () => server.close(),
    () => platform.close(),
  );
  const inbox = scriptedInbox(() => [view('Here')]);
  await adapter.start(inbox);
  const install = async (): Promise<string> => {
    const begun = await fetch(`${server.url}/slack/install`, { redirect: 'manual' });
    const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
    const allowed = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
    const back = new URL(allowed.headers.get('location') ?? '');
    const done = await fetch(`${server.url}/slack/oauth_redirect${back.search}`, { headers: { cookie } });
    expect(done.status).toBe(200);
    return allowed.headers.get('x-loopback-team') ?? '';
  };
  return { platform, adapter, installations, server, inbox, install };
}

describe('requests over HTTP', () => {
  const post = async (url: string, secret: string, at: number): Promise<number> => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'x' });
    const stamp = String(Math.floor(at / 1_000));
    const signature = createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${signature}`,
    };
    return (await fetch(`${url}/slack/events`, { method: 'POST', body, headers })).status;
  };

  it('are taken when signed now, and refused when forged, old, or from the future', async () => {
    const { platform, server } = await open(false);
    const now = Date.now();
    expect(await post(server.url, platform.signingSecret, now)).toBe(200);
    expect(await post(server.url, 'another secret', now)).toBe(401);
    expect(await post(server.url, platform.signingSecret, now - 400_000)).toBe(401);
    expect(await post(server.url, platform.signingSecret, now + 400_000)).toBe(401);
  });

  it('reach nobody when the clock of Slack is wrong', async () => {
    const { platform, inbox } = await open(false);
    platform.faults.skewClock(600);
    await platform.shortcut(platform.person('ana'), 'verb:help');
    platform.faults.skewClock(0);
    await platform.shortcut(platform.person('ana'), 'verb:help');
    await inbox.asked(1);
    expect(inbox.invocations).toHaveLength(1);
  });

  it('to other places are not found, and none are taken after the end', async () => {
    const { adapter, server } = await open(false);
    expect((await fetch(`${server.url}/slack/elsewhere`)).status).toBe(404);
    expect((await fetch(`${server.url}/slack/install`)).status).toBe(404);
    await adapter.stop();
    expect((await fetch(`${server.url}/slack/events`, { method: 'POST' })).status).toBe(503);
  });
});

describe('installing in several workspaces', () => {
  it('speaks to each with its own token', async () => {
    const { platform, adapter, inbox, install } = await open(true);
    const [first, second] = [await install(), await install()];
    expect(inbox.notices).toEqual([
      { kind: 'space-present', space: first },
      { kind: 'space-present', space: second },
    ]);
    const [ana, ben] = [platform.personOf(first, 'ana'), platform.personOf(second, 'ben')];
    expect(await ana.run('help')).toMatchObject({ text: 'Here' });
    expect(await ben.run('help')).toMatchObject({ text: 'Here' });
    await adapter.openInbox(second, ben.id);
    await adapter.openInbox(first, ana.id);
    expect(platform.violations()).toEqual([]);
  });

  it('serves the workspace of the environment beside those that installed it', async () => {
    const { platform, adapter, install } = await open(true, true);
    const other = await install();
    const [ana, ben] = [platform.person('ana'), platform.personOf(other, 'ben')];
    expect(await ana.run('help')).toMatchObject({ text: 'Here' });
    expect(await ben.run('help')).toMatchObject({ text: 'Here' });
    expect(await adapter.openInbox(platform.space, ana.id)).toMatch(/^D/);
    expect(platform.violations()).toEqual([]);
  });

  it('renews a token once before it sends by itself', async () => {
    const { platform, adapter, install } = await open(true);
    platform.rotateTokens(3_600);
    const space = await install();
    const people = ['ana', 'ben', 'eve'].map((handle) => platform.personOf(space, handle));
    platform.rotateTokens(43_200);
    await Promise.all(people.map(({ id }) => adapter.openInbox(space, id)));
    expect(platform.tokenRenewals()).toBe(1);
    expect(platform.violations()).toEqual([]);
  });

  it('cannot send to a workspace that did not', async () => {
    const { platform, adapter } = await open(true);
    await expect(adapter.openInbox(platform.addSpace(), 'U1')).rejects.toMatchObject({ failure: 'gone' });
  });

  it('forgets the tokens of a workspace that removes the app', async () => {
    const { platform, installations, inbox, install } = await open(true);
    await install();
    installations.kept.set(platform.space, { team: { id: platform.space } });
    platform.faults.removeBot();
    expect(await inbox.noticed('space-gone')).toEqual({ kind: 'space-gone', space: platform.space });
    expect(installations.kept.has(platform.space)).toBe(false);
  });
});
