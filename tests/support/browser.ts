import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Made for functions in a cloud: a browser of one process ends with its first page, and tests want the web's own rules. */
const UNWANTED = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content']);

/** A real headless browser, as it comes from the package registry. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [...sparticuz.args.filter((flag) => !UNWANTED.has(flag)), '--no-sandbox'],
    headless: true,
  });
}

/** What a page did that it should not: errors on its console, requests to anywhere but `origin`. */
export function watchPage(page: Page, origin: string): readonly string[] {
  const seen: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) seen.push(`request: ${request.url()}`);
  });
  return seen;
}

const ARTEFACTS = join(dirname(fileURLToPath(import.meta.url)), '..', 'artefacts');

/** Saves what the page shows now to `tests/artefacts/NAME.png`, and gives the path. */
export async function savePicture(page: Page, name: string): Promise<string> {
  await mkdir(ARTEFACTS, { recursive: true });
  const path = join(ARTEFACTS, `${name}.png`);
  // One expression: what waits by asking again is evaluated by the page itself, which allows no such thing.
  await page.evaluate(`Promise.all([
    document.fonts.ready,
    ...[...document.images].map((image) => image.decode().catch(() => null)),
  ]).then(() => null)`);
  await page.screenshot({ path });
  return path;
}
