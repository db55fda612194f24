import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build } from "esbuild";
import { zipSync } from "fflate";
import { RUNNERS, type Runner } from "./names.ts";

/** A runner's deployment package, written somewhere. */
export interface ZipFile {
  readonly path: string;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export type Zips = Readonly<Record<Runner, ZipFile>>;

/** The oldest time a zip can hold; local time is what is written, so every time zone writes the same. */
const ZIP_TIME = new Date(1980, 0, 1, 12);

/** Unix, a regular file that everybody may read: Lambda runs the code as another user than it unpacks it. */
const UNIX = 3;
const READABLE = (0o100644 << 16) >>> 0;

/**
 * Bundles each runner with its SDK clients into one file, and zips it. The same sources and lock file give the
 * same bytes on every machine, in every folder and time zone.
 */
export async function writeHandlerZips(handlers: string, folder: string): Promise<Zips> {
  mkdirSync(folder, { recursive: true });
  const bundles = await bundleHandlers(handlers, RUNNERS);
  const zips = RUNNERS.map((runner): [Runner, ZipFile] => {
    const bytes = zipHandler(bundles[runner]);
    const path = join(folder, `${runner}.zip`);
    writeFileSync(path, bytes);
    return [runner, { path, sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length }];
  });
  return Object.fromEntries(zips) as Record<Runner, ZipFile>;
}

/**
 * `<folder>/<name>/index.ts` and all it imports, as one CommonJS file each without a path or a comment of where it came
 * from. What they share is read once.
 */
export async function bundleHandlers<Name extends string>(
  folder: string,
  names: readonly Name[],
): Promise<Record<Name, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: names.map((name) => ({ in: `./${name}/index.ts`, out: name })),
    outdir: ".",
    absWorkingDir: resolve(folder),
    bundle: true,
    write: false,
    minify: true,
    legalComments: "none",
    platform: "node",
    target: "node22",
    format: "cjs",
    // The SDK's ES modules, so that what is not called is left out.
    mainFields: ["module", "main"],
    // By require() what is loaded late is there at once, and no loader of ES modules begins to work.
    supported: { "dynamic-import": false },
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const made = outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]);
  return Object.fromEntries(made) as Record<Name, Uint8Array>;
}

/** `.cjs`, so that no package.json on the way decides how Node reads it. */
function zipHandler(code: Uint8Array): Uint8Array {
  return zipSync({ "index.cjs": [code, { mtime: ZIP_TIME, os: UNIX, attrs: READABLE, level: 9 }] });
}
