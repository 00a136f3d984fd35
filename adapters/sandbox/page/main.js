import { get, listen, post, Refused } from './api.js';
import { clockBar } from './clock.js';
import { composer } from './composer.js';
import { conversation, everyMessage, summaryOf } from './conversation.js';
import { byId } from './dom.js';
import { formDialog } from './forms.js';
import { ownCard, peopleBar, personDialog } from './people.js';
import { places } from './places.js';
import { tools } from './settings.js';

const TOAST_MS = 8000;
const AGAIN_MS = 2000;

/** What this page shows: who I am and where, kept in the address so that a reload or a second window finds it again. */
let here = readAddress();
/** @type {any} */
let state = null;
/** @type {Promise<void> | null} */
let asking = null;
let isStale = false;

const stream = conversation({
  press,
  type: (line) => typing.put(line),
  visit,
  dismiss: () => act({ kind: 'dismiss' }),
  showPlaces: () => showPlaces(true),
});
const typing = composer({ send: (text, picked) => act({ kind: 'type', text, picked }) });
const adding = personDialog({ added: become, failed });
const bar = peopleBar({ become, add: () => adding.open(state) });
const sidebar = places({ visit, card: ownCard({ changed: refresh, left: () => become(null), failed }) });
const clock = clockBar({ say, failed });
const dialog = formDialog({
  submit: (callback, fields) => act({ kind: 'submit', callback, fields }),
  close: () => act({ kind: 'close-form' }),
  words: () => state.phrases,
});
tools({ zone: () => state.zone, changed: refresh, failed, begin });

listen(refresh);
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  typing.focus();
});
addEventListener('hashchange', () => {
  here = readAddress();
  void refresh();
});
document.addEventListener('visibilitychange', markRead);
document.addEventListener('keydown', (event) => event.key === 'Escape' && showPlaces(false));
document.addEventListener('pointerdown', ({ target }) => byId('places').contains(target) || showPlaces(false));

/** Fetches what I see; many calls in a burst make two requests at most. */
function refresh() {
  isStale = true;
  asking ??= ask();
  return asking;
}

async function ask() {
  while (isStale) {
    isStale = false;
    try {
      if (here.as === '') here = { ...here, as: await someone() };
      take(await get(`/api/state?as=${encodeURIComponent(here.as)}`));
    } catch (error) {
      if (error instanceof Refused && error.isGone) here = { as: '', place: '' };
      else failed(error);
      setTimeout(refresh, AGAIN_MS);
    }
  }
  asking = null;
}

/** In an empty room whoever may set it up is the one to begin with; else the first in the list, as a newcomer would. */
async function someone() {
  const people = await get('/api/people');
  const first = people[0]?.id ?? '';
  const { conversations } = await get(`/api/state?as=${encodeURIComponent(first)}`);
  if (conversations.some(({ messages }) => messages.length > 0)) return first;
  return people.find(({ isSpaceAdmin }) => isSpaceAdmin)?.id ?? first;
}

/** Where something is pinned, for whoever has not been anywhere yet. */
const startingPlace = ({ conversations }) =>
  conversations.find(({ messages }) => messages.some(({ isPinned }) => isPinned)) ?? conversations[0];

function take(next) {
  if (next.me.id !== here.as) return;
  const before = state?.me.id === next.me.id ? state : null;
  state = next;
  const place = next.conversations.find(({ id }) => id === here.place) ?? startingPlace(next);
  here = { as: next.me.id, place: place.id };
  history.replaceState(null, '', `#${here.as}/${here.place}`);
  byId('app-name').textContent = next.phrases.appName;
  const unread = next.conversations.reduce((sum, each) => sum + each.unread, 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${place.name} · ${next.me.name} · ${next.phrases.appName} sandbox`;
  bar.update(next);
  sidebar.update(next, here.place);
  stream.update(place, next);
  typing.label(
    place.kind === 'channel' ? `Message #${place.name}, or type / for commands` : `Type / for commands to ${place.name}`,
  );
  dialog.update(next.form);
  void clock.update(next.zone);
  announce(before, next, place);
  markRead();
}

/** Somebody has just become somebody else: what they do next is done where that person stands, not where the one before stood. */
async function arrival() {
  if (state?.me.id !== here.as) await refresh();
}

/** Does something as the person I am. Says whether it was taken. */
async function act(deed) {
  await arrival();
  const { as, place } = here;
  try {
    const next = await post('/api/act', { as, place, event: crypto.randomUUID(), ...deed });
    if (next.panel && next.panel.event !== state?.panel?.event && next.panel.conversation !== here.place)
      here = { as, place: next.panel.conversation };
    take(next);
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

async function press(callback, values, pressed, message) {
  if (pressed.getAttribute('aria-busy') === 'true') return;
  pressed.setAttribute('aria-busy', 'true');
  await arrival();
  if (pressed.isConnected) await act({ kind: 'press', callback, values, ...(message && { message }) });
  pressed.removeAttribute('aria-busy');
}

function visit(place) {
  here = { ...here, place };
  showPlaces(false);
  take(state);
}

function become(person) {
  here = { as: person ?? '', place: person ? here.place : '' };
  void refresh();
}

/** Everything as it was found; nobody here is anybody until that is done. */
async function begin(isEmpty) {
  here = { as: '', place: '' };
  await post('/api/reset', { isEmpty }).catch(failed);
  void refresh();
}

function showPlaces(isShown) {
  if (!isShown && !document.body.classList.contains('shows-places')) return;
  document.body.classList.toggle('shows-places', isShown);
  if (isShown) byId('places').querySelector('[aria-current]')?.focus();
}

function markRead() {
  const place = state?.conversations.find(({ id }) => id === here.place);
  if (!place || place.unread === 0 || document.visibilityState !== 'visible') return;
  void act({ kind: 'read' });
}

/** Tells those who do not see the page what is new on it. */
function announce(before, next, place) {
  if (!before) return;
  const known = new Set(before.conversations.flatMap((each) => everyMessage(each).map(({ id }) => id)));
  for (const each of next.conversations) {
    const added = everyMessage(each).findLast((message) => !known.has(message.id) && message.person !== next.me.id);
    if (!added) continue;
    const name = added.name ?? added.view.speaker?.name ?? next.phrases.appName;
    say(`${each.id === place.id ? '' : `In ${each.name}: `}${name}: ${summaryOf(added)}`);
  }
  if (next.panel && JSON.stringify(next.panel) !== JSON.stringify(before.panel))
    say(summaryOf({ from: 'bot', view: next.panel.view }));
}

function say(sentence) {
  byId('announcer').textContent = sentence;
}

function failed(error) {
  const toast = byId('toast');
  toast.textContent = error instanceof Refused ? error.message : 'Something went wrong in this page.';
  toast.hidden = false;
  setTimeout(() => {
    toast.hidden = true;
  }, TOAST_MS);
}

function readAddress() {
  const [as = '', place = ''] = location.hash.slice(1).split('/').map(decodeURIComponent);
  return { as, place };
}
