import { join } from "node:path";
import { build } from "esbuild";
import { zipSync } from "fflate";

/** The oldest time a zip can say; the same on every machine. */
const MTIME = new Date(1980, 0, 1);

/** A deployment package of one sample function. `build` ends up in its bytes. */
export async function functionZip(name: string, buildName: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "functions", `${name}.ts`)],
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["rate-tables"],
    define: { BUILD: JSON.stringify(buildName) },
  });
  const code = outputFiles[0]?.contents;
  if (code === undefined) throw new Error(`no bundle of ${name}`);
  return zipSync({ "index.js": code }, { mtime: MTIME });
}

/** The layer that orders-quote reads its rates from. */
export function rateTablesLayer(): Uint8Array {
  const source = `exports.rates = { IE: 1.23, DE: 1.19, FR: 1.2 };\n`;
  return zipSync(
    { "nodejs/node_modules/rate-tables/index.js": new TextEncoder().encode(source) },
    { mtime: MTIME },
  );
}
