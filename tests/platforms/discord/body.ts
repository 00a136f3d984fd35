import type { IncomingMessage } from 'node:http';

export interface Body {
  readonly json: unknown;
  readonly files: readonly { readonly index: number; readonly name: string; readonly type: string; readonly bytes: Buffer }[];
}

/** The body of a request, as JSON or as Discord's multipart form with its `payload_json`. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { json: null, files: [] };
  if (!type.startsWith('multipart/form-data')) return { json: JSON.parse(bytes.toString('utf8')), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const payload = form.get('payload_json');
  const files = [...form.entries()].flatMap(([key, value]) => {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    return index === undefined || typeof value === 'string' ? [] : [{ index: Number(index), file: value }];
  });
  return {
    json: typeof payload === 'string' ? JSON.parse(payload) : null,
    files: await Promise.all(
      files.map(async ({ index, file }) => ({
        index,
        name: file.name,
        type: file.type,
        bytes: Buffer.from(await file.arrayBuffer()),
      })),
    ),
  };
}
