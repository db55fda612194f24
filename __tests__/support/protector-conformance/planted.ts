import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type { AnyConforming, Sizes } from "./conforming.ts";
import type { Law } from "./law.ts";
import { brokenLaws } from "./laws.ts";

/** A mistake of one line in a real file. */
export interface PlantedFault {
  /** From the root of the repository. */
  readonly file: string;
  /** Is in the file once. */
  readonly find: string;
  readonly replace: string;
  /** What catches it: the numbers of the laws. */
  readonly laws: readonly number[];
}

const ROOT = resolve(import.meta.dirname, "../../..");

/** What a kind hands in, from `module`, with a mistake in one of the files behind it. */
async function withFault(module: string, fault: PlantedFault): Promise<AnyConforming> {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-planted-"));
  try {
    const { outputFiles, metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: [module],
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      write: false,
      metafile: true,
      logLevel: "silent",
      // Errors and commands are told by the names of their classes.
      keepNames: true,
      plugins: [packagesStay, planted(fault)],
    });
    if (metafile.inputs[fault.file] === undefined)
      throw new Error(`${fault.file} is no part of ${module}: a fault in it changes nothing`);
    const bundle = join(folder, "kind.mjs");
    writeFileSync(bundle, outputFiles[0]?.contents ?? "");
    const { conforming } = (await import(/* @vite-ignore */ pathToFileURL(bundle).href)) as {
      conforming: AnyConforming;
    };
    return conforming;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packages are loaded from where they are, by the same address as everywhere else in the process. */
const packagesStay: Plugin = {
  name: "packages-stay",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || path.startsWith("node:")
        ? undefined
        : { path: import.meta.resolve(path), external: true },
    ),
};

function planted({ file, find, replace }: PlantedFault): Plugin {
  return {
    name: "planted",
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        relative(ROOT, path).split(sep).join("/") === file
          ? { contents: readFileSync(path, "utf8").replace(find, () => replace), loader: "ts" }
          : undefined,
      ),
  };
}

export function occurrences({ file, find }: PlantedFault): number {
  return readFileSync(join(ROOT, file), "utf8").split(find).length - 1;
}

/** Laws that are broken with the fault in, each with what it says. */
export async function caughtBy(
  module: string,
  fault: PlantedFault,
  sizes: Sizes,
  laws?: readonly Law[],
): Promise<ReadonlyMap<number, string>> {
  return brokenLaws(await withFault(module, fault), sizes, laws);
}
