/**
 * How a local time is written:
 * - `time`: 18:00
 * - `day`: 28 Mar, for labels of charts
 * - `date`: Sunday 28 March
 * - `date-with-year`: Sunday 28 March 2027
 * - `date-time`: Sunday 28 March, 18:00
 * - `date-time-zone`: Sunday 28 March, 18:00 (London time)
 */
export type LocalStyle = 'time' | 'day' | 'date' | 'date-with-year' | 'date-time' | 'date-time-zone';

/** An instant in plain British English as the clock on the wall shows it, on 24 hours. The same on every machine. */
export function formatLocal(at: number, zone: string, style: LocalStyle): string {
  const { weekday, day, month, shortMonth, year, time } = partsOf(at, zone);
  switch (style) {
    case 'time':
      return time;
    case 'day':
      return `${day} ${shortMonth}`;
    case 'date':
      return `${weekday} ${day} ${month}`;
    case 'date-with-year':
      return `${weekday} ${day} ${month} ${year}`;
    case 'date-time':
      return `${weekday} ${day} ${month}, ${time}`;
    case 'date-time-zone':
      return `${weekday} ${day} ${month}, ${time} (${zoneInWords(zone)})`;
    default:
      return style satisfies never;
  }
}

/** `London time`, `New York time`; `UTC` and other zones without a place keep their name. */
export function zoneInWords(zone: string): string {
  if (zone === 'UTC' || zone.startsWith('Etc/')) return zone;
  return `${zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}

/** Only the parts come from Intl; commas and order differ between its versions. */
function partsOf(at: number, zone: string) {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const month = parts.get('month') ?? '';
  return {
    weekday: parts.get('weekday') ?? '',
    day: parts.get('day') ?? '',
    month,
    shortMonth: month.slice(0, 3),
    year: parts.get('year') ?? '',
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
  };
}
