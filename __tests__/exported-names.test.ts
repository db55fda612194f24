import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Kinds are alike inside: each has an inventory, and nobody outside of its folder imports it. */
const KIND =
  /^modules\/protectors\/(api-destination|cloudfront-distribution|config-rule|dynamodb-table|event-archive|event-bus|event-connection|event-rule|http-api|kinesis-stream|lambda|log-filter|pipe|receipt-rule|rest-api|s3-notifications|schedule|schedule-group|secret-rotation|sns-topic|sqs-queue|state-machine|target-group|topic-rule|user-pool-triggers|websocket-api)\//;

/** Lambda wants this name of every entry point. */
const ENTRY_POINT = /^(handlers\/[^/]+\/index|sandbox\/demo\/functions\/[^/]+)\.ts$/;

function exportedNames(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022).statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
    return declared.flatMap((one) =>
      "name" in one && one.name !== undefined && ts.isIdentifier(one.name as ts.Node)
        ? [(one.name as ts.Identifier).text]
        : [],
    );
  });
}

test("an exported name is one thing: no two files export the same", () => {
  const places = new Map<string, Set<string>>();
  for (const folder of ["modules", "handlers", "sandbox"])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      const path = `${folder}/${name.replaceAll("\\", "/")}`;
      if (!path.endsWith(".ts") || ENTRY_POINT.test(path)) continue;
      for (const exported of exportedNames(path))
        places.set(exported, (places.get(exported) ?? new Set()).add(KIND.test(path) ? "a kind" : path));
    }
  expect(places.size).toBeGreaterThan(500);
  const twice = [...places].filter(([, paths]) => paths.size > 1);
  expect(twice.map(([name, paths]) => `${name}: ${[...paths].sort().join(", ")}`).sort()).toEqual([]);
});
