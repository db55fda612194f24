import { afterAll, describe, expect, test } from "vitest";
import type { AnyConforming, Sizes } from "./protector-conformance/conforming.ts";
import { exempt, LAWS } from "./protector-conformance/laws.ts";
import type { Outcomes } from "./protector-conformance/page.ts";

/**
 * What every kind promises, tried on each that is handed in. Prints kinds by laws: `ok`, `broken`, or `-` where a law
 * says nothing about a kind; a test that is not applicable has the reason in its name. Outcomes are whole after the last test.
 */
export function protectorConformance(kinds: readonly AnyConforming[], sizes: Sizes): Outcomes {
  const table = new Map<string, Map<number, string>>();
  for (const kind of kinds) {
    const { kind: name } = kind.protector.spec;
    const row = new Map<number, string>();
    table.set(name, row);
    describe(name, () => {
      for (const law of LAWS) {
        const title = `${law.number} ${law.title}`;
        const reason = exempt(law, kind);
        if (reason !== undefined) {
          row.set(law.number, "-");
          test(`${title}: not applicable, ${reason}`, () => expect(reason).not.toBe(""));
          continue;
        }
        test(title, async () => {
          row.set(law.number, "broken");
          await law.check(kind, sizes);
          row.set(law.number, "ok");
        });
      }
    });
  }

  test("each law has been tried on each kind, or says why not", () => {
    for (const [name, row] of table)
      expect([name, ...[...row.keys()].sort((a, b) => a - b)]).toEqual([
        name,
        ...LAWS.map(({ number }) => number),
      ]);
  });

  afterAll(() => {
    const width = Math.max(...[...table.keys()].map((name) => name.length));
    const rows = [...table].map(
      ([name, row]) =>
        `${name.padEnd(width)}  ${[...row]
          .sort(([a], [b]) => a - b)
          .map((cell) => cell.join(" "))
          .join("  ")}`,
    );
    const size = `conformance: ${kinds.length} ${kinds.length === 1 ? "kind" : "kinds"} x ${LAWS.length} laws`;
    process.stdout.write(`${[size, ...rows].join("\n")}\n`);
  });
  return table;
}
