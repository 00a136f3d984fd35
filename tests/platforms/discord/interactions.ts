import { randomBytes } from 'node:crypto';
import { InteractionResponseType, MessageFlags } from 'discord.js';
import type { Body } from './body.ts';
import { completionFaults, modalFaults } from './limits.ts';
import { createMessage, editMessage, type MessageBody } from './messages.ts';
import { refuse } from './refusal.ts';
import type { Modal } from './screen.ts';
import { changed, type MessageRecord, type World } from './world.ts';

const ACK_MS = 3_000;
const TOKEN_MS = 15 * 60_000;
const FOLLOW_UPS = 5;

export type Outcome =
  | { readonly kind: 'message'; readonly message: MessageRecord }
  | { readonly kind: 'modal'; readonly modal: Modal }
  | { readonly kind: 'choices'; readonly choices: readonly { readonly name: string; readonly value: string }[] }
  /** No answer came in time: "The application did not respond". */
  | { readonly kind: 'silence' };

export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'component' | 'modal' | 'completion';
  readonly person: string;
  readonly channel: string;
  /** The message under what was pressed. */
  readonly source: MessageRecord | null;
  readonly at: number;
  /** The first thing that the person sees in answer; a deferred one only when it has been filled. */
  readonly outcome: Promise<Outcome>;
}

interface Live extends InteractionRecord {
  readonly settle: (outcome: Outcome) => void;
  readonly timer: NodeJS.Timeout;
  state: 'waiting' | 'deferred' | 'answered';
  original: MessageRecord | null;
  followUps: number;
}

/** What people did, and how the bot may answer it. */
export interface Interactions {
  begin(kind: InteractionRecord['kind'], person: string, channel: string, source: MessageRecord | null): InteractionRecord;
  callback(id: string, token: string, body: Callback, files: Body['files']): MessageRecord | null;
  original(token: string): MessageRecord;
  editOriginal(token: string, body: MessageBody, files: Body['files']): MessageRecord;
  followUp(token: string, body: MessageBody, files: Body['files']): MessageRecord;
  close(): void;
}

export interface Callback {
  readonly type: InteractionResponseType;
  readonly data?: Readonly<Record<string, unknown>> | null;
}

/** `hear` is called when something happens and gives whether the bot that was told of it is there still. */
export function openInteractions(world: World, hear: () => () => boolean): Interactions {
  const byId = new Map<string, Live>();
  const byToken = new Map<string, Live>();
  const violate = (what: string) => world.violations.push(`interaction: ${what}`);

  function live(token: string): Live {
    const found = byToken.get(token);
    if (!found) throw refuse.unknownWebhook();
    if (world.now() - found.at > TOKEN_MS) {
      violate('a token was used after 15 minutes');
      throw refuse.expiredToken();
    }
    return found;
  }

  function expectPrivate(flags: unknown): void {
    if (((typeof flags === 'number' ? flags : 0) & MessageFlags.Ephemeral) === 0) violate('answered where everybody sees it');
  }

  function shown(found: Live, message: MessageRecord): MessageRecord {
    found.state = 'answered';
    found.original = message;
    found.settle({ kind: 'message', message });
    changed(world);
    return message;
  }

  function create(found: Live, body: MessageBody, files: Body['files']): MessageRecord {
    const place = { channel: found.channel, onlyFor: found.person, nonce: null };
    return shown(found, createMessage(world, place, body, files));
  }

  function answer(found: Live, { type, data }: Callback, files: Body['files']): MessageRecord | null {
    const body = (data ?? {}) as MessageBody;
    switch (type) {
      case InteractionResponseType.ChannelMessageWithSource:
        expectPrivate(body.flags);
        return create(found, body, files);
      case InteractionResponseType.DeferredChannelMessageWithSource:
        expectPrivate(body.flags);
        found.state = 'deferred';
        return null;
      case InteractionResponseType.DeferredMessageUpdate:
      case InteractionResponseType.UpdateMessage: {
        const source = found.source;
        if (!source) throw refuse.invalidBody();
        if (source.onlyFor === null) violate('changed a message that everybody sees');
        found.original = source;
        if (type === InteractionResponseType.DeferredMessageUpdate) {
          found.state = 'deferred';
          return source;
        }
        editMessage(world, source, body, files);
        return shown(found, source);
      }
      case InteractionResponseType.Modal: {
        if (found.kind === 'modal') {
          violate('a modal after a modal');
          throw refuse.invalidBody();
        }
        const faults = modalFaults(data ?? {});
        for (const fault of faults) world.violations.push(`modal: ${fault}`);
        if (faults.length > 0) throw refuse.invalidBody();
        found.state = 'answered';
        found.settle({ kind: 'modal', modal: data as unknown as Modal });
        changed(world);
        return null;
      }
      case InteractionResponseType.ApplicationCommandAutocompleteResult: {
        const faults = completionFaults(data ?? {});
        for (const fault of faults) world.violations.push(`completion: ${fault}`);
        if (faults.length > 0 || found.kind !== 'completion') throw refuse.invalidBody();
        found.state = 'answered';
        found.settle({ kind: 'choices', choices: (data?.choices ?? []) as { name: string; value: string }[] });
        return null;
      }
      default:
        violate(`callback type ${type}`);
        throw refuse.invalidBody();
    }
  }

  return {
    begin(kind, person, channel, source) {
      let settle: (outcome: Outcome) => void = () => undefined;
      const outcome = new Promise<Outcome>((resolve) => {
        settle = resolve;
      });
      const isHearerThere = hear();
      const timer = setTimeout(() => {
        if (found.state !== 'waiting') return;
        if (isHearerThere()) violate('no answer within 3 seconds');
        settle({ kind: 'silence' });
      }, ACK_MS).unref();
      const found: Live = {
        id: world.newId(),
        token: randomBytes(60).toString('base64url'),
        kind,
        person,
        channel,
        source,
        at: world.now(),
        outcome,
        settle,
        timer,
        state: 'waiting',
        original: null,
        followUps: 0,
      };
      byId.set(found.id, found);
      byToken.set(found.token, found);
      return found;
    },

    callback(id, token, body, files) {
      const found = byId.get(id);
      if (!found || found.token !== token) throw refuse.unknownInteraction();
      if (found.state !== 'waiting') {
        violate('answered twice');
        throw refuse.alreadyAcknowledged();
      }
      if (world.now() - found.at > ACK_MS) {
        violate('answered too late');
        throw refuse.unknownInteraction();
      }
      const message = answer(found, body, files);
      clearTimeout(found.timer);
      return message;
    },

    original(token) {
      const { original } = live(token);
      if (!original || original.isDeleted) throw refuse.unknownMessage();
      return original;
    },

    editOriginal(token, body, files) {
      const found = live(token);
      if (found.state === 'waiting') throw refuse.unknownWebhook();
      if (!found.original) return create(found, body, files);
      editMessage(world, found.original, body, files);
      return shown(found, found.original);
    },

    followUp(token, body, files) {
      const found = live(token);
      if (found.state === 'waiting') throw refuse.unknownWebhook();
      found.followUps += 1;
      if (found.followUps > FOLLOW_UPS) violate('more than five follow-ups');
      expectPrivate(body.flags);
      return create(found, body, files);
    },

    close() {
      for (const { timer } of byId.values()) clearTimeout(timer);
    },
  };
}
