import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { formatCallback } from '../../src/chat/callback.ts';
import type { Block, Button, Menu } from '../../src/chat/view.ts';
import { clip, webAddress } from './escape.ts';

const LIMITS = { rows: 5, buttonsInRow: 5, label: 80, url: 512, choices: 25, choice: 100, placeholder: 150 } as const;

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Each block starts a row of its own; where that makes too many rows, the buttons move together. */
export function rowsOf(blocks: readonly Block[]): Row[] {
  const customId = uniqueIds();
  const spacious = blocks.flatMap((block): Row[] => {
    if (block.kind === 'buttons') return buttonRows(buttonsOf(block.buttons, customId));
    return block.kind === 'menu' ? menuRow(block, customId) : [];
  });
  if (spacious.length <= LIMITS.rows) return spacious;
  const menus = spacious.filter((row) => row.components.every((component) => component.type !== ComponentType.Button));
  const buttons = spacious.flatMap((row) => row.components.filter((component) => component.type === ComponentType.Button));
  return [...menus.slice(0, LIMITS.rows - 1), ...buttonRows(buttons)].slice(0, LIMITS.rows);
}

function buttonRows(buttons: readonly APIButtonComponent[]): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < buttons.length; start += LIMITS.buttonsInRow) {
    rows.push({ type: ComponentType.ActionRow, components: buttons.slice(start, start + LIMITS.buttonsInRow) });
  }
  return rows;
}

function buttonsOf(buttons: readonly Button[], customId: (text: string) => string): APIButtonComponent[] {
  return buttons.flatMap(({ label, style, press }): APIButtonComponent[] => {
    const common = { type: ComponentType.Button, label: clip(label, LIMITS.label) } as const;
    switch (press.kind) {
      case 'callback':
        return [{ ...common, style: styleOf(style), custom_id: customId(formatCallback(press.callback)) }];
      case 'link': {
        const url = webAddress(press.url);
        return url === null || url.length > LIMITS.url ? [] : [{ ...common, style: ButtonStyle.Link, url }];
      }
      default:
        return press satisfies never;
    }
  });
}

function styleOf(style: Button['style']): ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Danger {
  switch (style) {
    case 'plain':
      return ButtonStyle.Secondary;
    case 'primary':
      return ButtonStyle.Primary;
    case 'danger':
      return ButtonStyle.Danger;
    default:
      return style satisfies never;
  }
}

function menuRow({ callback, placeholder, choices, max }: Menu, customId: (text: string) => string): Row[] {
  const options = optionsOf(choices);
  if (options.length === 0) return [];
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: customId(formatCallback(callback)),
          placeholder: clip(placeholder, LIMITS.placeholder),
          min_values: 1,
          max_values: Math.min(Math.max(max, 1), options.length),
          options,
        },
      ],
    },
  ];
}

/** Choices as a select menu takes them: no value twice. */
export function optionsOf(choices: Menu['choices']): { label: string; value: string; description?: string }[] {
  const byValue = new Map(choices.filter(({ value }) => value !== '' && value.length <= LIMITS.choice).map((c) => [c.value, c]));
  return [...byValue.values()].slice(0, LIMITS.choices).map(({ value, label, detail }) => ({
    label: clip(label, LIMITS.choice),
    value,
    ...(detail === null ? {} : { description: clip(detail, LIMITS.choice) }),
  }));
}

/** Discord refuses one custom id twice in a message, so a repeated callback gets a tail that `callbackOf` takes off. */
function uniqueIds(): (callback: string) => string {
  const seen = new Map<string, number>();
  return (callback) => {
    const count = seen.get(callback) ?? 0;
    seen.set(callback, count + 1);
    return count === 0 ? callback : `${callback}~${count.toString(36)}`;
  };
}

/** The callback in a custom id that comes back. */
export const callbackOf = (customId: string): string => customId.replace(/~[0-9a-z]$/, '');
