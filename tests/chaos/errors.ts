/** What the bot itself called an error, or died of. */
export const errorsIn = (output: string): readonly string[] =>
  output.split('\n').filter((line) => /"level":[56]0/.test(line) || /^(Bombus cannot start|\w*Error|\s+at )/.test(line));
