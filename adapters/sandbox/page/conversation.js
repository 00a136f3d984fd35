import { avatar, byId, h, icon, keyed } from './dom.js';
import { panelOf, speakerOf, viewOf } from './views.js';

/** So close to the end one reads along: what comes is scrolled to. */
const NEAR_PX = 80;

/**
 * The conversation in front of the person: heading, pinned messages, messages, and the private panel among them.
 * @param {{
 *   press: (callback: string, values: string[], pressed: HTMLElement, message: string | null) => void,
 *   type: (line: string) => void,
 *   visit: (conversation: string) => void,
 *   dismiss: () => void,
 *   showPlaces: () => void,
 * }} doing
 */
export function conversation(doing) {
  const heading = byId('heading');
  const stream = byId('stream');
  let shownPlace = '';
  stream.tabIndex = 0;

  function entries(place, state) {
    const day = new Intl.DateTimeFormat('en-GB', { timeZone: state.zone, weekday: 'long', day: 'numeric', month: 'long' });
    const panel =
      state.panel?.conversation === place.id
        ? { kind: 'panel', key: 'panel', event: state.panel.event, view: state.panel.view }
        : null;
    const list = [];
    let today = '';
    const { zone, phrases } = state;
    const below = (id) => (panel && state.panel.below === id ? [panel] : []);
    const entryOf = ({ answers, ...message }, isLater) => ({
      kind: 'message',
      key: message.id,
      message,
      zone,
      isLater,
      appName: phrases.appName,
    });
    if (panel && !everyMessage(place).some(({ id }) => id === state.panel.below)) list.push(panel);
    for (const message of place.messages) {
      const date = day.format(message.at);
      if (date !== today) list.push({ kind: 'day', key: `day-${date}`, date });
      today = date;
      list.push(entryOf(message, false), ...below(message.id));
      if (message.answers.length > 0) {
        list.push({
          kind: 'thread',
          key: `thread-${message.id}`,
          name: message.thread,
          entries: message.answers.flatMap((answer) => [entryOf(answer, day.format(answer.at) !== date), ...below(answer.id)]),
        });
      }
    }
    if (place.isCut) list.unshift({ kind: 'cut', key: 'cut' });
    if (list.length === 0)
      list.push({
        kind: 'nothing',
        key: 'nothing',
        place: place.kind === 'channel' ? `#${place.name}` : 'your direct messages',
        appName: state.phrases.appName,
        tries: triesOf(state),
      });
    return list;
  }

  function build(entry, close) {
    switch (entry.kind) {
      case 'message':
        return messageOf(entry, doing);
      case 'panel':
        return panelOf(entry.view, {
          ...doing,
          close,
          press: (callback, values, pressed) => doing.press(callback, values, pressed, null),
        });
      case 'thread':
        return threadOf(entry);
      case 'day':
        return h('h3', { class: 'day' }, h('span', {}, entry.date));
      case 'cut':
        return h('p', { class: 'note middle' }, 'Older messages are not shown here.');
      default:
        return nothingOf(entry, doing);
    }
  }

  return {
    /** @param {any} place @param {any} state */
    update(place, state) {
      const isOther = shownPlace !== place.id;
      const height = stream.scrollHeight;
      const isAtEnd = height - stream.scrollTop - stream.clientHeight < NEAR_PX;
      const before = stream.querySelector('.panel');
      const hadFocus = before?.contains(document.activeElement) ?? false;
      if (isOther) stream.replaceChildren();
      shownPlace = place.id;
      stream.setAttribute('aria-label', `Messages in ${place.name}`);
      keyed(
        heading,
        [
          {
            name: place.name,
            topic: place.topic,
            kind: place.kind,
            isPrivate: place.isPrivate,
            pinned: place.messages.filter(({ isPinned }) => isPinned),
            isUnreadElsewhere: state.conversations.some(({ id, unread }) => id !== place.id && unread > 0),
          },
        ],
        {
          key: () => 'heading',
          build: (shown) => headingOf(shown, doing, jump),
        },
      );
      const list = entries(place, state);
      const how = {
        key: ({ key }) => key,
        build: (entry) => build(entry, state.phrases.close),
        // What stands in a thread comes and goes without the thread.
        content: (entry) => (entry.kind === 'thread' ? entry.name : entry),
      };
      keyed(stream, list, how);
      for (const entry of list) {
        if (entry.kind === 'thread') keyed(childOf(entry.key).querySelector('.answers'), entry.entries, how);
      }
      const panel = stream.querySelector('.panel');
      if (isOther || (isAtEnd && stream.scrollHeight !== height)) stream.scrollTop = stream.scrollHeight;
      if (panel && panel !== before)
        panel.scrollIntoView({ block: panel.clientHeight > stream.clientHeight ? 'start' : 'nearest' });
      if (hadFocus && !panel?.contains(document.activeElement)) panel?.focus({ preventScroll: true });
    },
  };

  function childOf(key) {
    return [...stream.children].find(({ dataset }) => dataset.key === key);
  }

  function jump(id) {
    const message = childOf(id);
    message?.scrollIntoView({ block: 'center' });
    message?.focus({ preventScroll: true });
  }
}

function headingOf({ name, topic, kind, isPrivate, pinned, isUnreadElsewhere }, doing, jump) {
  const isChannel = kind === 'channel';
  return h(
    'div',
    { class: 'line' },
    h(
      'button',
      { type: 'button', class: 'quiet places-button', 'aria-label': 'Conversations', onclick: doing.showPlaces },
      icon('menu'),
      isUnreadElsewhere && h('span', { class: 'dot' }),
    ),
    h('h2', {}, isChannel && h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), name, isPrivate && icon('lock')),
    h('p', {}, isChannel ? topic : 'Direct messages, seen by you alone'),
    pinned.length > 0 && pinnedOf(pinned, jump),
  );
}

function pinnedOf(pinned, jump) {
  const list = h('details', { class: 'pinned' }, h('summary', {}, icon('pin'), `${pinned.length} pinned`));
  const items = pinned.map((message) => {
    const item = h('button', { type: 'button', class: 'quiet' }, summaryOf(message));
    item.addEventListener('click', () => {
      list.open = false;
      jump(message.id);
    });
    return h('li', {}, item);
  });
  list.append(h('ul', {}, items));
  return list;
}

/** Answers in the order in which they came, under the message that they answer. */
function threadOf({ name }) {
  return h(
    'section',
    { class: 'thread', 'aria-label': `Thread: ${name}` },
    h('p', { class: 'thread-name', 'aria-hidden': 'true' }, icon('thread'), h('bdi', {}, name)),
    h('div', { class: 'answers' }),
  );
}

/** Everything that stands in a place, answers right after what they answer. @param {any} place */
export const everyMessage = ({ messages }) => messages.flatMap((message) => [message, ...message.answers]);

function pictureOf(message) {
  if (message.from !== 'bot') return avatar({ id: message.person, name: message.name });
  const { speaker } = message.view;
  if (speaker && !speaker.bee) return avatar({ id: speaker.name, name: speaker.name });
  return h(
    'span',
    { class: speaker ? 'avatar bee' : 'avatar bot', 'aria-hidden': 'true' },
    h('img', { src: speaker?.bee ?? '/page/bee.svg', alt: '' }),
  );
}

function messageOf({ message, zone, isLater, appName }, doing) {
  const clock = { timeZone: zone, hour: '2-digit', minute: '2-digit' };
  const date = isLater ? { day: 'numeric', month: 'short' } : {};
  const time = new Intl.DateTimeFormat('en-GB', { ...clock, ...date }).format(message.at);
  const isBot = message.from === 'bot';
  const speaker = isBot ? message.view.speaker : null;
  const picture = pictureOf(message);
  const press = (callback, values, pressed) => doing.press(callback, values, pressed, message.id);
  return h(
    'article',
    { class: isBot ? 'message from-bot' : 'message', tabindex: '-1' },
    picture,
    h(
      'div',
      { class: 'said' },
      h(
        'p',
        { class: 'by' },
        ...(speaker ? speakerOf(speaker) : [h('b', {}, isBot ? appName : h('bdi', {}, message.name))]),
        isBot && h('span', { class: 'app' }, 'app'),
        h('time', { datetime: new Date(message.at).toISOString() }, time),
        message.isEdited && h('span', {}, 'edited'),
        message.isPinned && icon('pin'),
      ),
      isBot ? viewOf(message.view, { ...doing, press }) : h('p', { class: 'text', dir: 'auto' }, message.text),
    ),
  );
}

function nothingOf({ place, appName, tries }, doing) {
  return h(
    'div',
    { class: 'nothing' },
    h('img', { src: '/page/bee.svg', alt: '', width: '72', height: '72' }),
    h('h3', {}, 'It is quiet here'),
    h('p', {}, `Nothing has been said in ${place} yet. Type a slash to see what ${appName} can do, or begin with one of these.`),
    h(
      'div',
      { class: 'buttons' },
      tries.map(({ verb, summary }) =>
        h(
          'button',
          { type: 'button', class: 'try', onclick: () => doing.type(`/${verb}`) },
          h('b', {}, `/${verb}`),
          h('span', {}, summary),
        ),
      ),
    ),
  );
}

/** Those who may set up begin there, all others with what everybody may do. */
function triesOf({ commands, me }) {
  const first = me.isSpaceAdmin ? commands.filter(({ who }) => who === 'admins') : [];
  return [...first, ...commands.filter(({ who }) => who === 'everyone')].slice(0, 3);
}

/** A message in one line. @param {any} message */
export function summaryOf(message) {
  if (message.from !== 'bot') return message.text.slice(0, 120);
  const { title, blocks } = message.view;
  const said = blocks.find(({ kind }) => kind === 'words' || kind === 'quote');
  const words = said?.words?.map(({ text, label, name }) => text ?? label ?? name).join('');
  return (title ?? words ?? said?.text ?? '').slice(0, 120);
}
