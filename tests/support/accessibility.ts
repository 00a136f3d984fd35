import type { Page } from 'playwright-core';

/** Visible controls without a name, as their outer HTML. */
const NAMELESS = `[...document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=combobox], [role=option]')]
  .filter((control) => control.checkVisibility())
  .filter((control) => {
    const labels = [...(control.labels ?? [])].map((label) => label.textContent).join('');
    const name = control.getAttribute('aria-label') ?? (labels || control.textContent);
    return name.trim() === '';
  })
  .map((control) => control.outerHTML.slice(0, 200))`;

/** Visible texts with less contrast to what is behind them than WCAG AA asks for. */
const FAINT = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = rgba(getComputedStyle(each).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === '' || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('.unseen, script, noscript, :disabled')) continue;
    const [one, other] = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) faint.push(texts.currentNode.data.trim().slice(0, 40) + ' ' + ratio.toFixed(2));
  }
  return faint;
})()`;

const WIDE = `document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth)
  .map((element) => element.outerHTML.slice(0, 100))`;

/** What stands in the way of people who cannot see, or cannot see well: empty when nothing was found. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const nameless = await page.evaluate<readonly string[]>(NAMELESS);
  const faint = await page.evaluate<readonly string[]>(FAINT);
  const wide = await page.evaluate<readonly string[]>(WIDE);
  return [
    ...nameless.map((html) => `a control has no name: ${html}`),
    ...faint.map((text) => `a text is too faint: ${text}`),
    ...wide.map((html) => `wider than the screen: ${html}`),
  ];
}
