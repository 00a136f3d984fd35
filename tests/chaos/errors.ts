/** What the bot itself called an error, or died of. */
export const errorsIn = (output: string): readonly string[] =>
  output.split('\n').filter((line) => /"level":[56]0/.test(line) || /^(Bombus cannot start|\w*Error|\s+at )/.test(line));

/** How soon an answer came: on a machine that does other things that says nothing of the bot, and is measured elsewhere. */
export const isLate = (line: string): boolean =>
  line.includes('no answer within') || line.includes('answered too late') || line.includes('"code":10062');
