import type { MiddlewareHandler } from 'hono';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Only this machine, and only the room's own page: a name that was rebound to loopback is refused by its Host,
 * a request that another site made by its origin.
 */
export const guard: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  const isForwarded = context.req.header('x-forwarded-for') !== undefined || context.req.header('forwarded') !== undefined;
  if (!isLoopback(host) || isForwarded) return context.json({ error: 'This page is only served to this machine.' }, 421);
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  const isNavigation = context.req.method === 'GET' && context.req.header('sec-fetch-mode') === 'navigate';
  const isForeign = origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
  const isCrossSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeign || (isCrossSite && !isNavigation)) return context.json({ error: 'Another site may not act here.' }, 403);
  await next();
  context.header('content-security-policy', POLICY);
  context.header('x-content-type-options', 'nosniff');
  context.header('referrer-policy', 'no-referrer');
  context.header('cross-origin-resource-policy', 'same-origin');
  context.header('cross-origin-opener-policy', 'same-origin');
};

function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
