import { get, post } from './api.js';
import { byId, h, icon } from './dom.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVERY_MS = 20_000;

/**
 * The clock of the room, and the ways to move it.
 * @param {{ say: (sentence: string) => void, failed: (error: unknown) => void }} options
 */
export function clockBar({ say, failed }) {
  const bar = byId('clock');
  const local = h('b', {});
  const elsewhere = h('small', {});
  const what = h('span', {});
  const when = h('span', {});
  const next = h('small', { class: 'what' }, what, when);
  const move = (label, body, ...shown) =>
    h('button', { type: 'button', class: 'move', 'aria-label': label, onclick: () => go(body) }, ...shown);
  const toNext = move('To the next thing that happens', { toNext: true }, icon('next'), h('span', {}, 'To the next thing'));
  const buttons = h(
    'div',
    { class: 'moves' },
    move('+1 hour', { advance: HOUR_MS }, '+1 hour'),
    move('+1 day', { advance: DAY_MS }, '+1 day'),
    toNext,
  );
  bar.append(icon('clock'), h('div', { class: 'time' }, local, elsewhere), buttons, next);

  let zone = 'UTC';
  let clock = null;
  let isMoving = false;

  const format = (at, timeZone, options) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(at);
  const moment = (at, timeZone) =>
    format(at, timeZone, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    });

  function draw() {
    if (!clock) return;
    const now = clock.isMovable ? clock.now : clock.now + (performance.now() - clock.askedAt);
    local.textContent = moment(now, zone);
    elsewhere.textContent = `${zone.replaceAll('_', ' ')} · ${format(now, 'UTC', { hour: '2-digit', minute: '2-digit' })} UTC`;
    buttons.hidden = !clock.isMovable;
    toNext.disabled = isMoving || clock.next === null;
    bar.toggleAttribute('aria-busy', isMoving);
    const isKnown = !isMoving && clock.isMovable && clock.next !== null;
    what.textContent = isKnown ? clock.next.what : otherwise();
    when.textContent = isKnown
      ? format(clock.next.at, zone, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
      : '';
  }

  function otherwise() {
    if (isMoving) return 'Moving …';
    return clock.isMovable ? 'Nothing is going to happen by itself.' : 'This clock follows the real time and cannot be moved.';
  }

  function take(answer) {
    clock = { ...answer, askedAt: performance.now() };
    draw();
  }

  async function go(body) {
    if (isMoving) return;
    isMoving = true;
    draw();
    try {
      const moved = await post('/api/clock', body);
      isMoving = false;
      take(moved);
      say(`It is now ${moment(moved.now, zone)}.${moved.pending > 0 ? ` ${moved.pending} things are still under way.` : ''}`);
    } catch (error) {
      isMoving = false;
      draw();
      failed(error);
    }
  }

  const refresh = () =>
    get('/api/clock').then(
      (answer) => !isMoving && take(answer),
      () => undefined,
    );
  setInterval(() => document.visibilityState === 'visible' && refresh(), EVERY_MS);

  return {
    /** @param {string} shown the room's time zone */
    async update(shown) {
      zone = shown;
      draw();
      await refresh();
    },
  };
}
