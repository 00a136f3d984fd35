/** What the server refused, with its sentence. */
export class Refused extends Error {
  /** @param {string} sentence @param {number} [status] */
  constructor(sentence, status = 0) {
    super(sentence);
    this.isGone = status === 404;
  }
}

/** @param {string} path @param {RequestInit} [options] */
async function ask(path, options) {
  const response = await fetch(path, options).catch(() => null);
  if (!response) throw new Refused('The sandbox does not answer. Is it still running?');
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error ?? `The sandbox answered ${response.status}.`, response.status);
  return answer;
}

/** @param {string} path */
export const get = (path) => ask(path);

/** @param {string} path @param {unknown} body */
export const post = (path, body) =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Asks what may be meant, as whoever I am: that stands in the address. @param {Record<string, string>} asked */
export const complete = (asked) => {
  const [as] = decodeURIComponent(location.hash.slice(1)).split('/');
  return post('/api/complete', { ...(as && { as }), ...asked });
};

/** @param {string} path */
export const remove = (path) => ask(path, { method: 'DELETE' });

/** Calls `changed` after every change of the room, and again after every gap. @param {() => void} changed */
export function listen(changed) {
  const events = new EventSource('/api/events');
  events.addEventListener('changed', changed);
}
