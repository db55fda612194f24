import { chmod, copyFile, readdir, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { build } from "esbuild";
import { tsImport } from "tsx/esm/api";

/**
 * Bundles the command line, and the sandbox it can start, into dist/: it starts without a compiler and without
 * thousands of small files. Each command is a chunk of its own. The same sources give the same bytes.
 * Argument: another folder than dist/.
 */
const root = join(import.meta.dirname, "..", "..");
const dist = resolve(process.argv[2] ?? join(root, "dist"));

const { validatorsCode } = await tsImport("../policy/schemas/validators-code.ts", import.meta.url);

/** Schemas are compiled here, rather than at each start. */
const compiledSchemas = {
  name: "compiled-schemas",
  setup({ onLoad }) {
    const filter = /[\\/]modules[\\/]policy[\\/]schemas[\\/]schema-validators\.ts$/;
    onLoad({ filter }, () => ({ contents: validatorsCode(), loader: "js" }));
  },
};

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { zonekeep: "modules/cli/cli.ts", sandbox: "sandbox/resident.ts" },
  outdir: dist,
  outExtension: { ".js": ".mjs" },
  chunkNames: "zonekeep-[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  plugins: [compiledSchemas],
  banner: {
    // Bundled CommonJS packages ask for Node's own modules by require().
    js: 'import{createRequire as zonekeepRequire}from"node:module";const require=zonekeepRequire(import.meta.url);',
  },
});

const written = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of await readdir(dist)) {
  if (/^zonekeep-.*\.mjs$/.test(name) && !written.has(name)) await rm(join(dist, name));
}

// The page of plan --format html is made of these; they are read as they are, so that their hashes hold.
for (const name of ["page.css", "page.js"])
  await copyFile(join(root, "modules", "cli", "report", name), join(dist, name));

// npx runs it as a program.
await chmod(join(dist, "zonekeep.mjs"), 0o755);
