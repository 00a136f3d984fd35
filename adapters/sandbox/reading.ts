import type { Context } from 'hono';
import type { z } from 'zod';

const MAX_BODY_BYTES = 64 * 1024;

/** A request that the API does not take. The sentence is for whoever sent it. */
export class Refused extends Error {
  readonly status: 400 | 404 | 409 | 413 | 415 | 503;

  constructor(status: Refused['status'], sentence: string) {
    super(sentence);
    this.name = 'Refused';
    this.status = status;
  }
}

/** @throws Refused for a body that is not JSON, or not what the schema says. */
export async function read<T extends z.ZodType>(context: Context, schema: T): Promise<z.output<T>> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
    throw new Refused(415, 'A request here is JSON, with the content type application/json.');
  }
  const parsed = schema.safeParse(parseJson(await textOf(context.req.raw)));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new Refused(
    400,
    where === '' ? 'This request does not fit what is asked here.' : `What stands in "${where.slice(0, 80)}" does not fit.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'This request is not JSON.');
  }
}

/** The body as text, read no further than it may be long, however its length was announced. */
async function textOf({ body }: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new Refused(413, 'That is more than 64 kilobytes.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
