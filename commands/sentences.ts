import { button, buttons, fields, to, view } from '../src/chat/build.ts';
import type { Callback } from '../src/chat/callback.ts';
import type { Who } from '../src/chat/command.ts';
import type { Sentences } from '../src/chat/dispatcher.ts';
import { plain, verb, words } from '../src/chat/words.ts';
import type { Knows } from './context.ts';

type Parameters = Readonly<Record<string, string | number>>;

const mistakes: Readonly<Record<string, (parameters: Parameters) => string>> = {
  'no-cohort': () => 'There is no cohort here yet. Somebody who manages this place can set one up with “cohort setup”.',
  'not-in-direct-message': () =>
    'Use this where your cohort lives. In a direct message Bombus cannot tell which cohort you mean.',
  'not-a-member': () => 'You have not joined this cohort yet.',
  'cohort-not-open': () => 'This cohort is still being set up. Try again when its moderators have opened it.',
  'unknown-zone': ({ nearest }) =>
    `Bombus does not know that time zone. Write it as Continent/City${nearest ? `, for example ${nearest}` : ', for example Europe/London'}.`,
  'quiet-time': () => 'Nothing is sent between 22:00 and 08:00. Choose a time from 08:00 to 21:59.',
  'season-backwards': () => 'The last day lies before the first. Change one of them.',
  'pause-not-ahead': () => 'That day is not ahead of us. Choose a later one.',
  'pause-too-long': () => 'Choose a day within the next twelve months.',
  'half-help': () => 'Fill in both the name and how to reach it, or leave both empty.',
  'roster-too-small': () => 'Choose at least two people: no one reveals alone.',
  'roster-not-lead': () => 'A safeguarding lead who is on the roster now, other than the person who proposed it, has to agree.',
  'roster-agreed': () => 'A safeguarding lead has agreed to a change already. Only a lead can withdraw it.',
  'roster-as-proposed': () => 'Leave the people as they were proposed. To name others, propose another change.',
  'roster-nothing-proposed': () => 'No change of the roster is waiting any more.',
  'too-few-members': ({ least }) =>
    `With fewer than ${least} members nobody is hidden among them. This opens once ${least} have joined.`,
  muted: () => 'You are muted here for a while. You can ask the moderators to look again.',
  'enough-today': ({ most }) => `That is ${most} within a day, which is as many as one person can send. It opens again tomorrow.`,
  'no-safe-space': () => 'This cohort has no channel for its safe space yet. A moderator can choose one in “cohort settings”.',
  'no-such-thread': () => 'That is not there any more.',
  'thread-closed': () => 'This thread is closed: nobody can reply any more.',
  'thread-hidden': () => 'A moderator is having a look at this thread. Try again later.',
  'thread-sealed': () => 'This thread is too old to reply without a name. You can open a new one.',
  'already-out': ({ of }) =>
    of === 'message'
      ? 'It has been delivered already, or was taken back.'
      : of === 'question'
        ? 'It has gone out already, or was taken back. “What I asked” shows how it stands.'
        : 'It has appeared already, or was taken back. You can withdraw it under “What I wrote”.',
  'question-closed': () => 'This question is over, so nothing more is passed on. Thank you all the same.',
  'nobody-to-reply-to': () =>
    'Nobody has this question just now, so your words would reach nobody. You can write back once somebody has it again.',
  'draft-gone': () => 'That preview is out of date: it was posted, discarded, or is older than a day. Nothing else was changed.',
  'not-asked': () => 'Nobody is asked about this one just now: it is younger than a year, or a moderator has confirmed it.',
  'must-edit': () => 'There is still something in it that could tell who a patient is. Take it out first.',
  'not-yours': ({ side }) =>
    side === 'mentor'
      ? 'This question is not with you any more: it is over, or somebody else has it.'
      : 'Nothing here leads to you any more. With the code that you were given you can still withdraw it.',
  'no-such-code': () => 'Bombus knows nothing under this code. Check each letter; there are sixteen.',
  'only-at-home': () =>
    'This concerns the whole cohort and is done where it was set up. Ask the moderators there; “cohort link” says where that is.',
  'link-code-unknown': () => 'Bombus does not know this code. Check each letter; there are sixteen.',
  'link-code-expired': () => 'The hour of this code is over. Ask for a new one where the cohort was set up.',
  'link-code-used': () => 'This code has been used: each works once. Ask for a new one where the cohort was set up.',
  'link-code-replaced': () => 'A newer code was made since, so this one has ended. Ask for that one.',
  'link-own-space': () => 'This place belongs to that cohort already. Enter the code in the other server or workspace.',
  'link-has-cohort': () =>
    'A cohort lives here already, and a place belongs to one alone. Where that one is linked from elsewhere, unlink it first.',
  'link-rehearsal': () => 'One of the two is a rehearsal, which is never linked with a real place.',
  'link-full': ({ most }) => `A cohort lives in at most ${most} places. Unlink one first.`,
  'link-not-admin': () => 'Only somebody who manages this place can link it to a cohort.',
  'link-none': () => 'That place is not linked any more.',
  'link-home': () => 'The cohort was set up here: this place cannot be taken out of it. The others can.',
  'person-code-unknown': () => 'Bombus does not know this code. Check each letter; there are sixteen.',
  'person-code-expired': () => 'The hour of this code is over. Make a new one in your other panel.',
  'person-code-used': () => 'This code has been used: each works once.',
  'person-code-replaced': () => 'You made a newer code since, so this one has ended.',
  'person-code-own': () => 'You made this code here. Enter it in the panel of your other membership.',
  'person-code-elsewhere': () => 'Your other membership is in another cohort. Only memberships in one cohort can be linked.',
  'person-full': ({ most }) => `At most ${most} memberships can be linked.`,
  'not-a-mentor': () => 'You do not answer questions here. “mentor” shows how to begin.',
  'mentor-elsewhere': () => 'You answer already by your other account. Open “mentor” there.',
  'nobody-below': () => 'Nobody here is in a year below yours yet, so there is nobody to answer.',
  'topics-none': () => 'Write at least one topic.',
  'topics-too-many': ({ max }) => `At most ${max} topics fit.`,
  'topic-too-long': ({ max }) => `A topic has at most ${max} characters.`,
  'topic-twice': () => 'Another topic is called that, or was. Choose another name.',
  'no-such-topic': () => 'This topic is not there any more. Choose another one.',
  required: () => 'Please fill this in: it is empty.',
  'too-long': ({ max, length }) => `This has ${length} characters; at most ${max} fit.`,
  'not-a-choice': () => 'Choose one of the answers in the list.',
  'not-on-scale': ({ from, to: last }) => `Choose a whole number from ${from} to ${last}.`,
  'not-a-date': () => 'Write the date as 2027-03-28 or 28/3/2027.',
  'not-a-time': () => 'Write the time of day as 18:00.',
  'too-many': ({ max }) => `Choose at most ${max}.`,
};

const sentenceFor = (code: string, parameters: Parameters): string => mistakes[code]?.(parameters) ?? 'That does not fit here.';

const refusals: Readonly<Record<Exclude<Who, 'everyone'>, ReturnType<typeof words>>> = {
  members: words`This is for members of the cohort. Joining takes a minute, and you can leave at any time with ${verb('leave')}.`,
  moderators: words`This is for the moderators of this cohort. If you should be one, ask the person who set Bombus up here.`,
  admins: words`Only somebody who manages this place can do this.`,
};

const refusalTitles: Readonly<Record<Who, string>> = {
  everyone: 'Not here',
  members: 'For members',
  moderators: 'For moderators',
  admins: 'For those in charge here',
};

const storage: Readonly<Record<string, string>> = {
  full: 'The disk where Bombus keeps things is full.',
  unreadable: 'Bombus cannot write to its data just now.',
  busy: 'Bombus is very busy just now.',
  unavailable: 'Bombus cannot reach its database just now.',
};

const toSupport = button('Support', to('support', 'card'));

/** What the dispatcher says by itself. */
export const sentences: Sentences<Knows> = {
  refused: (who, { access, invocation }) => {
    if (invocation.space === null && access.place === null && who !== 'everyone')
      return view('Not in a direct message', plain(sentenceFor('not-in-direct-message', {})), buttons(toSupport));
    const isOpen = access.cohort?.state === 'open' || access.cohort?.state === 'paused';
    return view(
      refusalTitles[who],
      who === 'everyone' ? plain('This is not possible here.') : refusals[who],
      buttons(who === 'members' && isOpen ? button('Join', to('join', 'start'), 'primary') : null, toSupport),
    );
  },
  unknown: () =>
    view(
      'That is out of date',
      words`That does not work any more: it comes from an older message, or Bombus did not write it. Nothing was changed. ${verb('home')} shows where you stand.`,
    ),
  mistake: ({ code, parameters }) => view('Not done yet', plain(sentenceFor(code, parameters))),
  fault: sentenceFor,
  faults: (list, again) =>
    view(
      'Nearly there',
      plain(
        list.length === 1
          ? 'One thing needs changing. What you wrote is kept.'
          : `${list.length} things need changing. What you wrote is kept.`,
      ),
      fields(list.slice(0, 5).map(({ label, sentence }) => [label, sentence])),
      reopen(again),
    ),
  notKept: (failure, again) =>
    view(
      'Not saved',
      plain(`${storage[failure] ?? 'Bombus cannot save just now.'} Nothing was changed. Please try again in a few minutes.`),
      again ? reopen(again) : null,
    ),
  failed: (incident, again) =>
    view(
      'Something went wrong',
      plain(
        `It is our fault, not yours, and nothing was changed. Please try again. If it stays, tell a moderator this code: ${incident}.`,
      ),
      again ? reopen(again) : null,
    ),
  doneAlready: () => view('That is done already', words`${verb('home')} shows where you stand.`),
};

const reopen = (again: Callback) => buttons(button('Open it again', again, 'primary'));
