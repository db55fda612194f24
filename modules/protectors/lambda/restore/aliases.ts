import { CreateAliasCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { AliasDocument } from "../document.ts";
import { type Draft, type FunctionStep, overwriting } from "./draft.ts";
import { type FunctionIds, toQualifier } from "./ids.ts";

/** Aliases point at what their versions became, with the same weights. */
export function planAliases(draft: Draft): void {
  const { document, live, steps, blocked, warnings, ids } = draft;
  const held = new Set(document.versions.map(({ version }) => version));
  for (const alias of document.aliases) {
    const lacking = [alias.version, ...Object.keys(alias.weights)].filter((version) => !held.has(version));
    if (lacking.length > 0) {
      blocked.push({
        because: "incomplete",
        message: `alias ${alias.name} points at version ${lacking.join(", ")}, which the point does not hold`,
        hint: "restore a point that holds it",
      });
      continue;
    }
    const there = live?.aliases.find(({ name }) => name === alias.name);
    if (there !== undefined && same(there, alias, ids))
      steps.push({ title: `alias ${alias.name} is as it was`, call: "lambda:ListAliases", effect: "keep" });
    else steps.push(writeStep(draft, alias, there !== undefined));
  }
  for (const { name } of live?.aliases ?? [])
    if (!document.aliases.some((alias) => alias.name === name))
      warnings.push(`alias ${name} of ${document.name} is not in the point; it stays`);
}

/** Versions of one content became one, and an alias cannot weigh a version against itself. */
function sharesOf({ version, weights }: AliasDocument, to: (version: string) => string | undefined) {
  return Object.entries(weights)
    .map(([other, share]) => [to(other), share] as const)
    .filter(([other]) => other === undefined || other !== to(version));
}

function same(there: AliasDocument, alias: AliasDocument, ids: FunctionIds): boolean {
  const shares = sharesOf(alias, (version) => toQualifier(version, ids));
  return (
    there.version === toQualifier(alias.version, ids) &&
    there.description === alias.description &&
    Object.keys(there.weights).length === shares.length &&
    shares.every(([version, share]) => version !== undefined && there.weights[version] === share)
  );
}

function writeStep(draft: Draft, alias: AliasDocument, exists: boolean): FunctionStep {
  const { ports, document } = draft;
  const call = exists ? "lambda:UpdateAlias" : "lambda:CreateAlias";
  const what = { resource: `${document.name}:${alias.name}`, call };
  const weights = Object.entries(alias.weights).map(([version, share]) => `, ${share} to version ${version}`);
  return {
    title: `${exists ? "point" : "create"} alias ${alias.name} at what version ${alias.version} is${weights.join("")}`,
    call,
    effect: exists ? overwriting(draft) : "create",
    perform: async (ids) => {
      const to = (version: string): string => {
        const now = toQualifier(version, ids);
        if (now === undefined)
          throw new RestoreError(what.resource, call, `version ${version} has not been published`, AGAIN);
        return now;
      };
      const shares = sharesOf(alias, to);
      const input = {
        FunctionName: document.name,
        Name: alias.name,
        FunctionVersion: to(alias.version),
        Description: alias.description,
        ...((exists || shares.length > 0) && {
          RoutingConfig: { AdditionalVersionWeights: Object.fromEntries(shares) as Record<string, number> },
        }),
      };
      await attempt<unknown>(ports.sleep, what, () =>
        exists
          ? ports.lambda.send(new UpdateAliasCommand(input))
          : ports.lambda.send(new CreateAliasCommand(input)),
      );
    },
  };
}
