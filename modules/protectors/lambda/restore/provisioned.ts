import {
  DeleteProvisionedConcurrencyConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import type { Allocated } from "../capture/function-settings.ts";
import type { QualifiedDocument } from "../document.ts";
import { comesBack, type Draft } from "./draft.ts";
import { toQualifier } from "./ids.ts";
import { seeAllocated } from "./see-allocated.ts";
import { planSetting } from "./setting.ts";

/**
 * Environments that are kept warm, by alias or version. What Lambda could not allocate is asked for anew. What is lowered
 * comes before the reserved concurrency, which may not be below it, and what is raised comes after.
 */
export function planProvisioned(draft: Draft, which: "lowered" | "raised"): void {
  const { document, live, ids, warnings } = draft;
  const wanted = document.provisioned ?? [];
  if (which === "lowered") planExtras(draft, wanted);
  for (const { qualifier, settings } of wanted) {
    const there = live?.provisioned.find((config) => config.qualifier === toQualifier(qualifier, ids));
    const executions = executionsOf(settings);
    const current = executionsOf(there?.settings ?? {});
    if (executions < current !== (which === "lowered")) continue;
    const label = `the provisioned concurrency of ${document.name}:${qualifier}`;
    if (!comesBack(draft, `provisioned/${qualifier}`, label)) continue;
    put(draft, qualifier, executions, there);
    if (executions > current)
      warnings.push(
        `${executions} environments are kept warm for ${document.name}:${qualifier} as before: they cost from the restore on`,
      );
  }
}

function put(draft: Draft, qualifier: string, executions: number, now: Allocated | undefined): void {
  const { ports, document } = draft;
  const current = executionsOf(now?.settings ?? {});
  planSetting(draft, {
    title: `provisioned concurrency of ${document.name}:${qualifier} to ${executions}`,
    read: "lambda:ListProvisionedConcurrencyConfigs",
    write: "lambda:PutProvisionedConcurrencyConfig",
    same: executions === current && now?.status !== "FAILED",
    there: current > 0,
    hint: "Lambda keeps 100 unreserved: ask AWS for a higher concurrency here; then run the restore again",
    part: `provisioned/${qualifier}`,
    send: (later) =>
      ports.lambda.send(
        new PutProvisionedConcurrencyConfigCommand({
          FunctionName: document.name,
          Qualifier: toQualifier(qualifier, later),
          ProvisionedConcurrentExecutions: executions,
        }),
      ),
    seen: (later) => seeAllocated(draft, toQualifier(qualifier, later) ?? qualifier),
  });
}

/** Of an alias or version that the point holds none is kept; of others it stays, unless the reserve has no room for it. */
function planExtras(draft: Draft, wanted: readonly QualifiedDocument[]): void {
  const { ports, document, live, ids, warnings, blocked } = draft;
  const known = new Set(wanted.map(({ qualifier }) => toQualifier(qualifier, ids)));
  const held = new Set(
    [...document.aliases.map(({ name }) => name), ...document.versions.map(({ version }) => version)].map(
      (qualifier) => toQualifier(qualifier, ids),
    ),
  );
  let staying = 0;
  for (const { qualifier, settings } of live?.provisioned ?? []) {
    if (known.has(qualifier)) continue;
    const name = `provisioned concurrency of ${document.name}:${qualifier}`;
    if (held.has(qualifier))
      planSetting(draft, {
        title: `${name} to none`,
        read: "lambda:ListProvisionedConcurrencyConfigs",
        write: "lambda:DeleteProvisionedConcurrencyConfig",
        same: false,
        there: true,
        send: () =>
          ports.lambda.send(
            new DeleteProvisionedConcurrencyConfigCommand({
              FunctionName: document.name,
              Qualifier: qualifier,
            }),
          ),
      });
    else {
      staying += executionsOf(settings);
      warnings.push(`the ${name} is not in the point; it stays`);
    }
  }
  const { reservedConcurrency: reserved } = document;
  const sum = wanted.reduce((total, { settings }) => total + executionsOf(settings), staying);
  if (staying > 0 && reserved !== undefined && sum > reserved)
    blocked.push({
      because: "live",
      message: `reserved concurrency ${reserved} has no room for the ${staying} provisioned of ${document.name} that are not in the point`,
      hint: "remove that provisioned concurrency, or restore under another name",
    });
}

function executionsOf({
  ProvisionedConcurrentExecutions: executions,
}: QualifiedDocument["settings"]): number {
  return Number(executions ?? 0);
}
