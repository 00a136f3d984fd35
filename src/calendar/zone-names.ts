/**
 * Names that newer time-zone databases prefer and that `Intl.supportedValuesOf` may still list under the older
 * name. Used only where this runtime knows them.
 */
const NEWER_NAMES = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Argentina/Catamarca',
  'America/Argentina/Cordoba',
  'America/Argentina/Jujuy',
  'America/Argentina/Mendoza',
  'America/Atikokan',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
  'UTC',
];

/** What people type who do not know which city their clock is named after; also what is offered first. */
const ALSO_KNOWN_AS: Readonly<Record<string, readonly string[]>> = {
  'Europe/London': [
    ...['UK', 'United Kingdom', 'Great Britain', 'England', 'Scotland', 'Wales', 'Northern Ireland', 'GMT', 'BST'],
    ...['Birmingham', 'Manchester', 'Leeds', 'Liverpool', 'Glasgow', 'Edinburgh', 'Cardiff', 'Belfast'],
  ],
  'Europe/Dublin': ['Ireland', 'Eire', 'Cork', 'Galway', 'Limerick'],
  'America/New_York': ['Eastern time', 'EST', 'EDT', 'Boston', 'Washington DC'],
  'America/Chicago': ['Central time', 'CST', 'CDT'],
  'America/Denver': ['Mountain time', 'MST', 'MDT'],
  'America/Los_Angeles': ['Pacific time', 'PST', 'PDT', 'San Francisco', 'Seattle'],
  'Asia/Kolkata': ['India', 'IST', 'Delhi', 'New Delhi', 'Mumbai', 'Chennai', 'Bengaluru'],
  'Australia/Sydney': ['AEST', 'AEDT', 'Canberra'],
  'Pacific/Auckland': ['New Zealand', 'NZST', 'NZDT', 'Wellington'],
  UTC: ['Zulu', 'Coordinated universal time'],
};

const LONGEST_TYPED = 64;

/** An area and a place, such as `Europe/London` or `America/Argentina/Ushuaia`. */
const SHAPE = /^[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]*){1,2}$/;

/** The zone whose name was typed, in whatever case and with spaces for underscores; null for anything else. */
export function readZone(typed: string): string | null {
  const name = typed.trim().replaceAll(' ', '_');
  if (isZone(name)) return name;
  const [nearest] = suggestZones(name, 1);
  return nearest?.toLowerCase() === name.toLowerCase() ? nearest : null;
}

/**
 * Whether this is the exact name of an IANA zone that this runtime knows: area and place, old names (links) such
 * as `Asia/Calcutta` included, and `UTC`. Refused: offsets (`+01:00`); names without a place (`EST`, `CET`, `GB`,
 * `PST8PDT`), since who types `EST` nearly always means a clock that changes in summer and `EST` does not; other
 * spellings of the same name (`europe/london`), which `suggestZones` mends.
 */
export function isZone(name: string): boolean {
  if (name === 'UTC' || exactNames().has(name)) return true;
  if (!SHAPE.test(name) || name.startsWith('SystemV/') || namesByLowerCase().has(name.toLowerCase())) return false;
  return isKnownHere(name);
}

/** Every zone to choose from, in alphabetical order: one or two names for each place. */
export const zones = once((): readonly string[] => [
  ...new Set([...Intl.supportedValuesOf('timeZone'), ...NEWER_NAMES.filter(isKnownHere)].sort(byName)),
]);

/**
 * Zones that somebody may mean who has typed this so far, the likeliest first: the name, the place (`new york`,
 * `Sao Paulo`), a country or abbreviation in wide use, the beginning of a word, a part of one, and at last
 * near misses (one slip in six letters, two from seven on). The same input gives the same list.
 */
export function suggestZones(typed: string, max = 20): readonly string[] {
  const wanted = simplify(typed.slice(0, LONGEST_TYPED));
  if (wanted === '') return [...Object.keys(ALSO_KNOWN_AS).filter(isZone), ...zones()].filter(isFirst).slice(0, max);
  return index()
    .flatMap(({ zone, names, words }) => {
      const rank = rankOf(wanted, names, words);
      return rank === null ? [] : [{ zone, rank }];
    })
    .sort((a, b) => a.rank - b.rank || byName(a.zone, b.zone))
    .slice(0, max)
    .map(({ zone }) => zone);
}

/** Lower is likelier; null is not meant. Near misses come after all real matches. */
function rankOf(wanted: string, names: readonly string[], words: readonly string[]): number | null {
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (words.some((word) => word.startsWith(wanted)) || names.some((name) => name.includes(` ${wanted}`))) return 2;
  if (wanted.length >= 3 && names.some((name) => name.includes(wanted))) return 3;
  if (wanted.length < 4) return null;
  const allowed = wanted.length <= 6 ? 1 : 2;
  const slips = Math.min(...names.map((name) => slipsBetween(wanted, name, allowed)));
  return slips <= allowed ? 3 + slips : null;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two strings (optimal string alignment), or
 * `allowed + 1` when there are more than that.
 */
function slipsBetween(a: string, b: string, allowed: number): number {
  if (Math.abs(a.length - b.length) > allowed) return allowed + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Number.POSITIVE_INFINITY;
      current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced, swapped));
    }
    if (Math.min(...current) > allowed) return allowed + 1;
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;

const index = once(() =>
  zones().map((zone) => {
    const names = [zone, zone.slice(zone.lastIndexOf('/') + 1), ...(ALSO_KNOWN_AS[zone] ?? [])].map(simplify);
    return { zone, names, words: [...new Set(names.flatMap((name) => name.split(' ')))] };
  }),
);

const exactNames = once((): ReadonlySet<string> => new Set(zones()));
const namesByLowerCase = once((): ReadonlySet<string> => new Set(zones().map((name) => name.toLowerCase())));

/** Lower case without accents; underscores, slashes and other signs become single spaces. */
function simplify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9+]+/g, ' ')
    .trim();
}

function isKnownHere(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const isFirst = (name: string, index: number, all: readonly string[]): boolean => all.indexOf(name) === index;

/** By code unit: the same on every machine. */
function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
