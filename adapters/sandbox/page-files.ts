import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The static page. Names are looked up in the folder's listing, so no path is ever made of what was asked for. */
export interface PageFiles {
  read(name: string): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string } | null>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The typeface that the charts are drawn in too. */
const FONTS: Readonly<Record<string, string>> = {
  'regular.ttf': '@expo-google-fonts/atkinson-hyperlegible/400Regular/AtkinsonHyperlegible_400Regular.ttf',
  'bold.ttf': '@expo-google-fonts/atkinson-hyperlegible/700Bold/AtkinsonHyperlegible_700Bold.ttf',
};

const FOLDER = join('adapters', 'sandbox', 'page');

export function openPageFiles(): PageFiles {
  const folder = join(packageRoot(), FOLDER);
  const listing = readdir(folder);
  listing.catch(() => undefined);
  return {
    async read(name) {
      const font = Object.hasOwn(FONTS, name) ? FONTS[name] : undefined;
      if (font !== undefined) return { bytes: new Uint8Array(await readFile(resolvePackage(font))), type: 'font/ttf' };
      const type = TYPES[extname(name)];
      if (type === undefined || !(await listing).includes(name)) return null;
      return { bytes: new Uint8Array(await readFile(join(folder, name))), type };
    },
  };
}

const { resolve: resolvePackage } = createRequire(import.meta.url);

/** The page is not compiled: it is found in the sources from `dist/` too. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, FOLDER, 'index.html'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the page of the sandbox is missing');
    folder = parent;
  }
  return folder;
}
