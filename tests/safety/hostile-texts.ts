/** Makers of texts of up to 2,000 UTF-16 units that a reader might choke on, by kind; the same seed makes the same texts. */
export function hostileKinds(seed: number): Readonly<Record<string, () => string>> {
  const below = seeded(seed);
  const length = (): number => (below(3) === 0 ? 2_000 : below(2_001));
  const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
  const fill = (make: () => string): string => {
    const most = length();
    let text = '';
    while (text.length < most) text += make();
    return text.slice(0, most);
  };
  return {
    units: () => fill(() => String.fromCharCode(below(0x10000))),
    words: () => fill(() => `${pick(WORDS)} `),
    sentences: () => fill(() => `${pick(WORDS)}${below(8) === 0 ? '. ' : ' '}`),
    repeated: () => {
      const unit = pick(REPEATED);
      return fill(() => unit);
    },
    soup: () => fill(() => pick(SOUP)),
    invisible: () => fill(() => pick(INVISIBLE)),
    disguised: () => fill(() => pick(DISGUISED)),
    'one word': () => fill(() => String.fromCharCode(0x61 + below(26))),
    'one run of words': () => fill(() => pick(RUN)),
    spaced: () => fill(() => `${String.fromCharCode(0x61 + below(26))} `),
    digits: () => fill(() => pick(DIGITS)),
  };
}

function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS =
  'i want to die kill myself not the tonight my pills end life going and suicidal patient said 943 476 5919 mr Mrs Jones a . , k l @ http://x.com 12/03/1999 born "quote\' if lol exam sorry goodbye him SW1A 1AA k1ll s*icide wish hope never be dead bridge jump no point feel like everyone would better off without me anymore can cut again been thinking of'.split(
    ' ',
  );
const REPEATED = [
  'i ',
  'a',
  'want to die ',
  'i want to kill myself tonight ',
  'i dont want to be here anymore. ',
  'goodbye ',
  'not ',
  '1 ',
  '@.',
  'killmyself',
  '9434765919 ',
  'Mr A ',
  '😂',
  '"\'',
  '﷽',
  "a' 'b ",
  'a.b.c.',
  '12/12 ',
  '\u0301',
  '\ud800',
  'k-',
  'a@b.',
  '((((',
  '\n',
  'www.',
  '45yo man in Leeds ',
  '943 ',
  'k i l l ',
  'mr ',
  'NHS ',
  "''''",
  'A.B. ',
];
const SOUP = [...'kilmysef .1@\'"*-\u200b\u0430'];
const INVISIBLE = ['\u200b', '\u200d', '\u2060', '\ufe0f', '\u0301', '\u0489', '\u034f', 'k', '\u{e0041}', ' '];
const DISGUISED = [...'кіӏӏ mуѕеӏf ｋｉｌｌ ｍｙ ｓｅｌｆ 𝓴𝓲𝓵𝓵 🅺🅸🅻🅻 k1ll $u1c1de s*icide !@#'];
const RUN = ['kill', 'my', 'self', 'end', 'it', 'all', 'die', 'tonight', 'i', 'a', 'suicide'];
const DIGITS = [...'0123456789 .-/+()@', '943 476 5919', '07700 900123'];
