import type { Request } from './tap.ts';

/** A message in a channel, a thread or an inbox, made or changed. */
export interface Message {
  readonly path: string;
  /** Whether a mention in it would reach somebody. */
  readonly mayCall: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const EPHEMERAL = 64;
/** Discord's kinds of answers that make a message which everybody may see, unless it is ephemeral. */
const MAKES_A_MESSAGE = [4, 5];

const isMessage = ({ method, path }: Request): boolean =>
  (['POST', 'PATCH'].includes(method) && /\/channels\/[^/]+\/messages(\/\d+)?$/.test(path)) ||
  /\/api\/chat\.(postMessage|update)/.test(path);

/** What was said in JSON, in a form, or in the part of a form that is JSON. */
function fieldsOf({ body }: Request): Fields {
  if (!Array.isArray(body)) return (body ?? {}) as Fields;
  const payload = (body as readonly { name: string; value?: unknown }[]).find(({ name }) => name === 'payload_json');
  return (payload?.value ?? {}) as Fields;
}

export const messagesIn = (requests: readonly Request[]): readonly Message[] =>
  requests.filter(isMessage).map((request) => ({ path: request.path, mayCall: mayCall(request) }));

function mayCall(request: Request): boolean {
  const fields = fieldsOf(request);
  if (request.path.includes('/api/chat.')) return /<[!@]/.test(JSON.stringify(fields)) || fields.link_names === 'true';
  const { parse, ...others } = (fields.allowed_mentions ?? { parse: ['missing'] }) as Fields;
  return (
    !Array.isArray(parse) ||
    parse.length > 0 ||
    Object.values(others).some((value) => value === true || (Array.isArray(value) && value.length > 0))
  );
}

export const filesIn = (requests: readonly Request[]): readonly string[] =>
  requests.flatMap(({ body }) =>
    Array.isArray(body) ? (body as readonly { file?: string }[]).flatMap(({ file }) => (file === undefined ? [] : [file])) : [],
  );

/** Answers to interactions that others could see. On Slack the loopback refuses any that is for a channel. */
export const answersForAll = (requests: readonly Request[]): readonly string[] =>
  requests.flatMap((request) => {
    const { type, data, flags } = fieldsOf(request) as { type?: number; flags?: number; data?: { flags?: number } };
    const isAnswer = /\/interactions\/[^/]+\/[^/]+\/callback/.test(request.path) && MAKES_A_MESSAGE.includes(type ?? 0);
    const isFollowUp = request.method === 'POST' && /\/webhooks\/[^/]+\/[^/]+$/.test(request.path);
    const isForAll = (isAnswer && !isEphemeral(data?.flags)) || (isFollowUp && !isEphemeral(flags));
    return isForAll ? [request.path] : [];
  });

const isEphemeral = (flags = 0): boolean => (flags & EPHEMERAL) !== 0;

/** By what these words left for others: as messages, or as something else that is not an answer to their own author. */
export function sayers(requests: readonly Request[], words: string): ReadonlySet<string> {
  const said = requests.filter((request) => request.method === 'POST' && JSON.stringify(request.body).includes(words));
  const others = said.filter(({ path }) => !/\/interactions\/|\/webhooks\/|\/api\/(views\.|chat\.postEphemeral)/.test(path));
  return new Set(others.map((request) => (isMessage(request) ? 'a message' : request.path)));
}
