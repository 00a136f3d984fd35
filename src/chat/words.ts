/**
 * Words for people, as tagged spans. Only the kind of a span makes markup: the text inside every span is
 * literal, and each renderer escapes it, so nothing that a person typed ever becomes a mention, link or style.
 */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'emphasis'; readonly text: string }
  /** What a person wrote: literal, and kept apart from our own words by bidirectional isolation. */
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** How one types a verb here: `/checkin` on Discord, `/bombus checkin` on Slack. */
  | { readonly kind: 'verb'; readonly verb: string }
  | { readonly kind: 'channel'; readonly channel: string }
  /** Somebody, by their id on this platform: shown by name where the platform knows them. Only for private views. */
  | { readonly kind: 'person'; readonly person: string };

export type Words = readonly Span[];

export const strong = (text: string): Span => ({ kind: 'strong', text });
export const emphasis = (text: string): Span => ({ kind: 'emphasis', text });
export const said = (text: string): Span => ({ kind: 'said', text });
export const link = (label: string, url: string): Span => ({ kind: 'link', label, url });
export const verb = (name: string): Span => ({ kind: 'verb', verb: name });
export const channel = (id: string): Span => ({ kind: 'channel', channel: id });
export const person = (id: string): Span => ({ kind: 'person', person: id });

/**
 * Template for our own words. Literal parts are plain text; an interpolated string or number is taken as
 * something a person wrote unless it is a span or words already.
 */
export function words(literals: TemplateStringsArray, ...values: readonly (string | number | Span | Words)[]): Words {
  return literals.flatMap((literal, index) => {
    const own: Words = literal === '' ? [] : [{ kind: 'text', text: literal }];
    const value = values[index];
    return value === undefined ? own : [...own, ...spansOf(value)];
  });
}

/** Plain text of our own as words. */
export const plain = (text: string): Words => [{ kind: 'text', text }];

/** The words without markup, for alternative texts, notifications and tests. */
export function textOf(spans: Words, verbPrefix = '/'): string {
  return spans
    .map((span) => {
      switch (span.kind) {
        case 'link':
          return `${span.label} (${span.url})`;
        case 'verb':
          return `${verbPrefix}${span.verb}`;
        case 'channel':
          return '#channel';
        case 'person':
          return '@person';
        default:
          return span.text;
      }
    })
    .join('');
}

function spansOf(value: string | number | Span | Words): Words {
  if (typeof value === 'number') return [{ kind: 'text', text: String(value) }];
  if (typeof value === 'string') return [said(value)];
  return 'kind' in value ? [value] : value;
}
