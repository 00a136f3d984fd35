import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Compiles into few files, together with the libraries that consist of hundreds of small ones: Node takes longer to
 * find those than to run them, at every start. What brings native code or looks for files of its own stays outside.
 */
const folder = 'dist';
const { metafile } = await build({
  entryPoints: ['src/main.ts', 'bench/floor-discord.ts', 'bench/floor-slack.ts'],
  outdir: folder,
  outbase: '.',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  metafile: true,
  external: ['libsql', '@resvg/resvg-js', '@expo-google-fonts/*', 'discord.js', '@slack/bolt', 'pino', 'pg'],
  // For the libraries that are CommonJS and ask for Node's own modules.
  banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
});

const made = new Set(Object.keys(metafile.outputs).map((path) => resolve(path)));
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  const path = resolve(join(entry.parentPath, entry.name));
  if (entry.isFile() && !made.has(path)) await rm(path);
}
