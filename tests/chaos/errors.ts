/** What the bot itself called an error, or died of. */
export const errorsIn = (output: string): readonly string[] =>
  output.split('\n').filter((line) => /"level":[56]0/.test(line) || /^(Bombus cannot start|\w*Error|\s+at )/.test(line));

/**
 * How soon an answer came: on a machine that does other things that says nothing of the bot, and is measured elsewhere.
 * Where no modal could be opened in time Slack's address for answers is used, twice for each of three deliveries.
 */
export const isLate = (line: string): boolean => LATE.some((words) => line.includes(words));

const LATE = [
  'no answer within',
  'answered too late',
  '"code":10062',
  'acknowledged within three seconds',
  'a trigger was used after three seconds',
  'a response_url was used too late or too often',
];
