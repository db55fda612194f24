import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
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
  const zips = await Promise.all(
    RUNNERS.map(async (runner): Promise<[Runner, ZipFile]> => {
      const bytes = zipHandler(await bundleHandler(join(handlers, runner)));
      const path = join(folder, `${runner}.zip`);
      writeFileSync(path, bytes);
      return [runner, { path, sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length }];
    }),
  );
  return Object.fromEntries(zips) as Record<Runner, ZipFile>;
}

/** `<folder>/index.ts` and all it imports, as one CommonJS file without a path or a comment of where it came from. */
export async function bundleHandler(folder: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: ["./index.ts"],
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
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${folder}: nothing was bundled`);
  return file.contents;
}

/** `.cjs`, so that no package.json on the way decides how Node reads it. */
function zipHandler(code: Uint8Array): Uint8Array {
  return zipSync({ "index.cjs": [code, { mtime: ZIP_TIME, os: UNIX, attrs: READABLE, level: 9 }] });
}
