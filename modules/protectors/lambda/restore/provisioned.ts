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
    put(draft, { qualifier, settings }, there);
    if (executions > current)
      warnings.push(
        `${executions} environments are kept warm for ${document.name}:${qualifier} as before: they cost from the restore on`,
      );
  }
}

/** Whether that of an alias or version has to be written. */
export function provisionedDiffers({ document, live, ids }: Draft, qualifier: string): boolean {
  const wanted = document.provisioned?.find((config) => config.qualifier === qualifier);
  const there = live?.provisioned.find((config) => config.qualifier === toQualifier(qualifier, ids));
  return wanted !== undefined && !isAllocated(wanted, there);
}

function isAllocated({ settings }: QualifiedDocument, now: Allocated | undefined): boolean {
  return executionsOf(settings) === executionsOf(now?.settings ?? {}) && now?.status !== "FAILED";
}

function put(draft: Draft, wanted: QualifiedDocument, now: Allocated | undefined): void {
  const { ports, document } = draft;
  const { qualifier, settings } = wanted;
  const executions = executionsOf(settings);
  planSetting(draft, {
    title: `provisioned concurrency of ${document.name}:${qualifier} to ${executions}`,
    read: "lambda:ListProvisionedConcurrencyConfigs",
    write: "lambda:PutProvisionedConcurrencyConfig",
    same: isAllocated(wanted, now),
    there: executionsOf(now?.settings ?? {}) > 0,
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
