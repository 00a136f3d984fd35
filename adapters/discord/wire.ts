import {
  type APIMessage,
  type InteractionResponseType,
  type RawFile,
  type REST,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
} from 'discord.js';
import type { MessagePayload } from './render.ts';

/** Where an interaction is answered. Its token is all the right that this needs. */
interface AnswerTo {
  readonly id: string;
  readonly token: string;
  readonly application_id: string;
}

/** The few requests that answer interactions. They throw what the SDK throws. */
export interface AnswerWire {
  /** Gives the id of the message that this made, where there is one. */
  respond(to: AnswerTo, body: { readonly type: InteractionResponseType; readonly data?: unknown }): Promise<string | null>;
  /** Replaces the message of the first answer. */
  replace(to: AnswerTo, payload: MessagePayload, files: RawFile[]): Promise<string | null>;
}

export function answerWire(rest: () => REST): AnswerWire {
  return {
    async respond({ id, token }, body) {
      const result = await rest().post(Routes.interactionCallback(id, token), {
        body,
        auth: false,
        query: new URLSearchParams({ with_response: 'true' }),
      });
      return (result as Partial<RESTPostAPIInteractionCallbackWithResponseResult> | null)?.resource?.message?.id ?? null;
    },
    async replace({ application_id, token }, payload, files) {
      const result = await rest().patch(Routes.webhookMessage(application_id, token, '@original'), {
        body: payload,
        files,
        auth: false,
      });
      return (result as Partial<APIMessage> | null)?.id ?? null;
    },
  };
}
