import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompletionItem, Position } from "vscode-languageserver-protocol";
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, stringify } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { CONNECTED, type LanguageServer, startLanguageServer } from "./support/language-server.ts";
import { HOLE, type Path, type Place, placesOf } from "./support/schema-places.ts";

const root = join(import.meta.dirname, "..", "..");
const SCHEMAS = join("modules", "policy", "schema");

const samples = readdirSync(join(root, "policies"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => {
    const text = readFileSync(join(root, "policies", name), "utf8");
    return { file: `policies/${name}`, text, modeline: text.slice(0, text.indexOf("\n") + 1) };
  });
/** The schemas that the samples' modelines name, each with the modeline that names it. */
const languages = [...new Set(samples.map(({ modeline }) => modeline))].map((modeline) => {
  const [, path = ""] = /^# yaml-language-server: \$schema=(\S+)\n$/.exec(modeline) ?? [];
  return {
    schema: path.slice(path.lastIndexOf("/") + 1),
    modeline,
    places: placesOf(join(root, "policies", path)),
  };
});

let folder = "";
let server: LanguageServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep editor "));
  cpSync(join(root, "policies"), join(folder, "policies"), { recursive: true });
  cpSync(join(root, SCHEMAS), join(folder, SCHEMAS), { recursive: true });
  cpSync(join(root, SCHEMAS), join(folder, "user", "node_modules", "zonekeep", SCHEMAS), { recursive: true });
  server = await startLanguageServer(folder);
}, 20_000);
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
}, 20_000);

describe.each(languages)("an editor that opens a file of $schema", ({ modeline, places }) => {
  test("completes every key on an empty line of its map, with its description", async () => {
    // Where branches of a choice share a key, an empty map is still all of them, and the key is told once.
    const descriptions = (at: string, key: string): string[] =>
      places.flatMap((place) =>
        place.kind === "map" && place.path.join(".") === at ? (place.keys[key] ?? []) : [],
      );
    const missing = await among(places, "map", async ({ path, document, keys }) => {
      const at = path.join(".");
      const items = await completed(modeline, document, `${HOLE}: null`);
      const told = (key: string): boolean =>
        items.some(
          (item) => item.label === key && descriptions(at, key).some((text) => tells(docOf(item), text)),
        );
      return Object.keys(keys).flatMap((key) => (told(key) ? [] : [`${at}: ${key}`]));
    });
    expect(missing).toEqual([]);
  });

  test("completes every value where there are only a few", async () => {
    const missing = await among(places, "value", async ({ path, document, values }) => {
      const labels = (await completed(modeline, document, HOLE)).map(({ label }) => label);
      return values.filter((value) => !labels.includes(value)).map((value) => `${path.join(".")}: ${value}`);
    });
    expect(missing).toEqual([]);
  });

  test("shows the description of every key under the pointer", async () => {
    const missing = await among(places, "key", async ({ path, document, description }) => {
      const text = modeline + stringify(document);
      const shown = await server.hover("policies", text, insideOf(text, path));
      return tells(shown, description) ? [] : [path.join(".")];
    });
    expect(missing).toEqual([]);
  });
});

test("no key of the schemas is left out of these tests", () => {
  for (const { schema, places } of languages) {
    const keys = places.flatMap((place) => (place.kind === "key" ? [JSON.stringify(place.property)] : []));
    const written = propertiesIn(JSON.parse(readFileSync(join(root, SCHEMAS, schema), "utf8")));
    expect(written.filter((property) => !keys.includes(property))).toEqual([]);
    expect(written.length).toBeGreaterThan(8);
  }
});

describe.each(samples)("the sample $file", ({ text, modeline }) => {
  test("has no mistakes in an editor", async () => {
    expect(await server.diagnose("policies", text)).toEqual([]);
  });

  test("has a mistake at each key that is misspelt", async () => {
    const misspelt = await Promise.all(
      topKeys(text).map(async ({ key, start, end }) => {
        const wrong = `${text.slice(0, end)}x${text.slice(end)}`;
        const found = await server.diagnose("policies", wrong);
        const marked = found.filter((one) => same(one.range.start, start) && one.message.includes(`${key}x`));
        return { key, marked: marked.length };
      }),
    );
    expect(misspelt).toEqual(topKeys(text).map(({ key }) => ({ key, marked: 1 })));
  });

  test("is known by its modeline alone: without it, or from another folder, the editor knows no key", async () => {
    const keys = rootKeys(modeline);
    const known = async (where: string, body: string): Promise<boolean[]> => {
      const told: boolean[] = [];
      for (const { key } of topKeys(body))
        told.push(tells(await server.hover(where, body, insideOf(body, [key])), keys[key] ?? ""));
      return told;
    };
    expect(await known("policies", text)).not.toContain(false);
    expect(await known("policies", text.slice(modeline.length))).not.toContain(true);
    expect(await known("policies/below", text)).not.toContain(true);
    expect(await known(".", text)).not.toContain(true);
  });
});

test("a repository that has zonekeep as a dependency names the schema as the docs say", async () => {
  const [, modeline = ""] =
    /`(# yaml-language-server: \$schema=\S+)`/.exec(
      readFileSync(join(root, "docs", "policies.md"), "utf8"),
    ) ?? [];
  const text = `${modeline}\n\n`;
  const items = await server.complete("user/policies", text, { line: 1, character: 0 });
  const keys = Object.keys(rootKeys(modeline.replace("node_modules/zonekeep/", "")));
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(keys));
});

test("the package has the schemas, the samples and the explanation of every code", () => {
  const wanted = [...readdirSync(join(root, SCHEMAS)).map((name) => `modules/policy/schema/${name}`)].concat(
    samples.map(({ file }) => file),
    "docs/diagnostics.md",
  );
  const packed = (path: string): boolean =>
    manifest.files.some((entry) => path === entry || path.startsWith(`${entry}/`));
  expect(wanted.filter((path) => !packed(path))).toEqual([]);
});

describe("the server of these tests", () => {
  test("may reach nothing but its client", async () => {
    const other = await startLanguageServer(folder);
    const text = "# yaml-language-server: $schema=https://127.0.0.1:9/schema.json\nversion: 1\n";
    await expect(other.diagnose("policies", text)).rejects.toThrow();
    expect(await other.stop()).toBe(CONNECTED);
  });

  test("ends when it is told to, and when its client is gone", async () => {
    const [told, left] = await Promise.all([startLanguageServer(folder), startLanguageServer(folder)]);
    const exited = once(left.child, "exit");
    left.child.stdin?.end();
    expect(await told.stop()).toBe(0);
    await exited;
    for (const { child } of [told, left]) expect(() => process.kill(child.pid ?? 0, 0)).toThrow("ESRCH");
  });
});

/** The keys of a whole file whose first line is a modeline, each with its description. */
function rootKeys(modeline: string): Readonly<Record<string, string>> {
  const places = languages.find((language) => language.modeline.trim() === modeline.trim())?.places ?? [];
  const map = places.find(({ kind, path }) => kind === "map" && path.length === 0);
  if (map?.kind !== "map") throw new Error(`no sample has ${modeline}`);
  return map.keys;
}

/** What is missing among the places of a kind. */
async function among<K extends Place["kind"]>(
  places: readonly Place[],
  kind: K,
  missing: (place: Extract<Place, { kind: K }>) => Promise<readonly string[]>,
): Promise<string[]> {
  const wanted = places.filter((place): place is Extract<Place, { kind: K }> => place.kind === kind);
  expect(wanted.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const place of wanted) found.push(...(await missing(place)));
  return found;
}

/** The completions where a document has a hole. */
function completed(modeline: string, document: unknown, hole: string): Promise<readonly CompletionItem[]> {
  const text = modeline + stringify(document);
  const offset = text.indexOf(hole);
  const lines = text.slice(0, offset).split("\n");
  const at = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return server.complete("policies", text.replace(hole, ""), at);
}

function docOf({ documentation = "" }: CompletionItem): string {
  return typeof documentation === "string" ? documentation : documentation.value;
}

/** Whether a description, which there must be, is in what is shown, however that is escaped and wrapped for Markdown. */
function tells(shown: string, description: string): boolean {
  const bare = (text: string): string => text.replaceAll("\\", "").replaceAll(/\s+/g, " ");
  return description !== "" && bare(shown).includes(bare(description));
}

/** Where a pointer rests on a key. */
function insideOf(text: string, path: Path): Position {
  const { line, character } = positionOf(text, path);
  return { line, character: character + 1 };
}

function positionOf(text: string, path: Path): Position {
  const lineCounter = new LineCounter();
  const parent = parseDocument(text, { lineCounter }).getIn(path.slice(0, -1), true);
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
    : undefined;
  if (!isPair(pair) || !isNode(pair.key)) throw new Error(`${path.join(".")} is not in ${text}`);
  const { line, col } = lineCounter.linePos(pair.key.range?.[0] ?? 0);
  return { line: line - 1, character: col - 1 };
}

function topKeys(text: string): { readonly key: string; readonly start: Position; readonly end: number }[] {
  const map = parseDocument(text).contents;
  return (isMap(map) ? map.items : []).map(({ key }) => {
    if (!isScalar<string>(key)) throw new Error("a key is not a string");
    return { key: key.value, start: positionOf(text, [key.value]), end: key.range?.[1] ?? 0 };
  });
}

function same(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}

/** Every property schema below a node, at any depth, as text. */
function propertiesIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  // What stands in a condition is no place to write.
  const parts = Object.entries(node).filter(([key]) => key !== "if" && key !== "not");
  return parts.flatMap(([key, child]) => [
    ...(key === "properties"
      ? Object.values(child as object).map((property) => JSON.stringify(property))
      : []),
    ...propertiesIn(child),
  ]);
}
