import { describe, expect, test } from "vitest";
import { conforming } from "../support/parameter/kind.ts";
import { LAWS } from "../support/protector-conformance/laws.ts";
import { caughtBy, occurrences, type PlantedFault } from "../support/protector-conformance/planted.ts";
import { protectorConformance } from "../support/protector-conformance.ts";

protectorConformance([conforming], { cases: 4 });

const MODULE = "__tests__/support/parameter/kind.ts";
const toy = (law: number, name: string, find: string, replace: string): PlantedFault => ({
  file: `__tests__/support/parameter/${name}.ts`,
  find,
  replace,
  laws: [law],
});

/** For each law a mistake that no other law sees. */
const FAULTS: readonly PlantedFault[] = [
  toy(
    1,
    "read",
    "=> page.NextToken as string | undefined;",
    "=> ((page.Names ?? page.Tags) as []).length === 0 ? undefined : (page.NextToken as string);",
  ),
  toy(
    2,
    "read",
    "send(ports, new GetWatchCommand({ Name: name })),",
    "send(ports, new GetWatchCommand({ Name: name })).catch((e) => { if (e.$metadata?.httpStatusCode !== 404) throw e; }),",
  ),
  toy(3, "read", "if (before.version !== after.version)", "if (before.version > after.version)"),
  toy(
    4,
    "read",
    'const before = await call("parameter:GetParameter", name, get);',
    "const before = await get();",
  ),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: lines of the file
  toy(5, "restore", "title: `${title} ${name}`", "title: `${title} ${name} ${value}`"),
  toy(6, "protector", "differencesOf(view(was, ids, armed), view(is, {}, armed))", "[]"),
  toy(
    7,
    "restore",
    'step("tag", "TagParameter", same || was === undefined',
    'step("tag", "TagParameter", was === undefined',
  ),
  toy(8, "restore", "tags[MARK] === point;", 'tags[MARK] === "";'),
  toy(
    9,
    "restore",
    "else steps.push({ ...titled, effect, perform",
    'else steps.push({ ...titled, effect: "keep", perform',
  ),
  toy(10, "restore", "Enabled: false", 'Enabled: watch.enabled && type < "m"'),
  toy(11, "spec", 'activate: [may("parameter:GetWatch"), ', "activate: ["),
  toy(12, "protector", "referencesIn(document, ", 'referencesIn({ ...document, topic: "" }, '),
  toy(13, "restore", 'if (live === "there" && !finished && !replace)', "if (false)"),
  toy(14, "document", "additionalProperties: false,", "additionalProperties: true,"),
  toy(
    15,
    "protector",
    "inactive: async () => !(await active()),",
    'inactive: async () => !(await active()) || name < "m",',
  ),
];

describe("each law catches a fault that no other one sees:", () => {
  test.each(FAULTS)("$laws.0 $find", async (fault) => {
    expect(occurrences(fault)).toBe(1);
    const caught = await caughtBy(MODULE, fault, { cases: 4, points: 8, features: 8, seed: 1 });
    expect([[...caught.keys()], [...caught]]).toEqual([fault.laws, [...caught]]);
  });

  test("no law is without one", () => {
    expect(FAULTS.flatMap(({ laws }) => laws)).toEqual(LAWS.map(({ number }) => number));
  });
});
