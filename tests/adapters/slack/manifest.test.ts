import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { SCOPES, slackManifest } from '../../../adapters/slack/manifest.ts';
import { commands } from '../../../commands/index.ts';
import { listing } from '../../../commands/listing.ts';
import { isObject } from '../../platforms/slack/block-check.ts';
import { hasSpecs, spec } from '../../support/specs.ts';

describe('the manifest', () => {
  it.skipIf(!hasSpecs)('is valid by the official schema, for Socket Mode and for HTTP', () => {
    const schema = spec('slack-manifest/manifest.schema.2.0.0.json');
    const ajv = new Ajv({ strict: false });
    formats.default(ajv);
    const validate = ajv.compile(isObject(schema) ? schema : {});
    for (const url of [null, 'https://bot.example']) {
      validate(slackManifest({ publicUrl: url, listing }));
      expect(validate.errors).toBeNull();
    }
  });

  it('tells Slack the addresses where the bot is reached, or none', () => {
    expect(JSON.stringify(slackManifest({ publicUrl: null, listing }))).not.toContain('http');
    expect(slackManifest({ publicUrl: 'https://bot.example', listing })).toMatchObject({
      oauth_config: { redirect_urls: ['https://bot.example/slack/oauth_redirect'], scopes: { bot: SCOPES } },
      settings: { socket_mode_enabled: false, event_subscriptions: { request_url: 'https://bot.example/slack/events' } },
    });
  });

  it('has shortcuts to verbs that exist alone', () => {
    const verbs = commands.flatMap((command) => command.verbs.map(({ verb }) => verb));
    expect(listing.shortcuts.filter(({ verb }) => !verbs.includes(verb))).toEqual([]);
  });

  it('asks to read no messages', () => {
    expect(SCOPES.filter((scope) => scope.includes('history'))).toEqual([]);
  });
});
