import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderForm, renderHome, renderMessage, renderPanel } from '../../../adapters/slack/render.ts';
import { button, buttons, picture, to, view } from '../../../src/chat/build.ts';
import { plain, words } from '../../../src/chat/words.ts';
import { aliveIn, faultsOfBlocks, faultsOfView } from '../../platforms/slack/block-check.ts';
import { elementsOf, shown } from '../../platforms/slack/reading.ts';
import { anyForm, anyView } from './arbitrary.ts';
import { PHRASES } from './inbox.ts';

const setting = { phrases: PHRASES, publish: () => 'https://bot.example/pictures/1.png' };
const chart = { labels: ['3 May', '10 May'], series: [{ name: 'Happy', from: 0, to: 10, values: [3, 7] }] };

describe('a rendered view', () => {
  it('stays within every limit of a message', () => {
    fc.assert(
      fc.property(anyView, (made) => {
        const { text, blocks } = renderMessage(made, setting);
        expect([...faultsOfBlocks(blocks, 50), ...aliveIn(text)]).toEqual([]);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(4_000);
      }),
      { numRuns: 150 },
    );
  });

  it('stays within every limit of a modal and of the Home tab', () => {
    fc.assert(
      fc.property(anyView, (made) => {
        expect(faultsOfView(renderPanel(made, setting, 'home'))).toEqual([]);
        expect(faultsOfView(renderHome(made, setting))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what can be pressed when the words are too many', () => {
    const long = view(
      'Long',
      ...Array.from({ length: 20 }, () => plain('word '.repeat(500))),
      buttons(button('Stop', to('things', 'stop'))),
    );
    const { blocks } = renderMessage(long, setting);
    expect(elementsOf(blocks)).toMatchObject([{ value: 'things:stop:' }]);
    expect(faultsOfBlocks(blocks, 50)).toEqual([]);
  });

  it('shows a picture as bars and in words, and as an image where there is an address', () => {
    const made = view('Trend', picture('trend', 'Up from 3 to 7.', chart));
    expect(shown(renderMessage(made, setting).blocks, String).pictures).toEqual([{ alt: 'Up from 3 to 7.' }]);
    const bare = shown(renderMessage(made, { ...setting, publish: () => null }).blocks, String);
    expect(bare.pictures).toEqual([]);
    expect(bare.text).toContain('Up from 3 to 7.');
  });

  it('gives every button of a view an action of its own', () => {
    const same = button('Again', to('things', 'go'));
    const ids = elementsOf(renderHome(view('Same', buttons(same, same), buttons(same)), setting).blocks).map(
      ({ action_id }) => action_id,
    );
    expect(ids).toEqual(['things:go:#0', 'things:go:#1', 'things:go:#2']);
  });

  it('shows a long title in full below the cut one', () => {
    const title = 'A title that is longer than a modal has room for';
    const panel = renderPanel(view(title, words`Hello`), setting, '');
    expect(panel.title.text).toHaveLength(24);
    expect(shown(panel.blocks, String).text).toBe(`${title}\nHello`);
  });
});

describe('a rendered form', () => {
  it('stays within every limit', () => {
    fc.assert(
      fc.property(anyForm, (made) => {
        expect(faultsOfView(renderForm(made, setting, ''))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
