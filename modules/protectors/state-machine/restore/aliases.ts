import { CreateStateMachineAliasCommand, UpdateStateMachineAliasCommand } from "@aws-sdk/client-sfn";
import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { sortedKeys } from "../../kit/sorted-keys.ts";
import type { PlannedStep } from "../../protector.ts";
import { qualifierOf } from "../arn.ts";
import type { MachineAlias } from "../document.ts";
import { sharesOf } from "../routing.ts";
import { type Draft, keyOf, overwriting } from "./draft.ts";

const CREATE = "states:CreateStateMachineAlias";
const UPDATE = "states:UpdateStateMachineAlias";

/** Aliases lead to what their versions became, with the same parts. */
export function planAliases(draft: Draft): void {
  const { request, live, steps, blocked, warnings, resource, numbers } = draft;
  const { aliases, versions } = request.translation.document;
  const held = new Set(versions.map(({ version }) => version));
  for (const alias of aliases) {
    const lacking = Object.keys(alias.routing).filter((version) => !held.has(version));
    const there = live?.aliases.find(({ name }) => name === alias.name);
    if (lacking.length > 0)
      blocked.push({
        because: "incomplete",
        message: `alias ${alias.name} of ${resource} leads to version ${lacking.join(", ")}, which the point does not hold`,
        hint: "restore a point that holds it",
      });
    else if (there !== undefined && isSame(there, alias, numbers))
      steps.push({
        title: `alias ${alias.name} of ${resource} is as it was`,
        call: "states:DescribeStateMachineAlias",
        effect: "keep",
      });
    else steps.push(writeStep(draft, alias, there === undefined));
  }
  for (const { name } of live?.aliases ?? [])
    if (!aliases.some((alias) => alias.name === name))
      warnings.push(`alias ${name} of ${resource} is not in the point; it stays`);
}

function isSame(there: MachineAlias, alias: MachineAlias, numbers: ReadonlyMap<string, string>): boolean {
  if (Object.keys(alias.routing).some((version) => !numbers.has(version))) return false;
  const shares = sharesOf(alias.routing, (version) => numbers.get(version) ?? "");
  return there.description === alias.description && sameJson(sortedKeys(there.routing), sortedKeys(shares));
}

function writeStep(draft: Draft, alias: MachineAlias, isNew: boolean): PlannedStep {
  const { ports, request, resource } = draft;
  const { arn } = request.translation.document;
  const call = isNew ? CREATE : UPDATE;
  const parts = Object.entries(alias.routing).map(([version, weight]) => `${weight} to version ${version}`);
  return {
    title: `${isNew ? "create" : "set"} alias ${alias.name} of ${resource}, ${parts.join(", ")} as it was`,
    call,
    effect: isNew ? "create" : overwriting(draft),
    perform: async (ids) => {
      const number = (version: string): string => {
        const now = qualifierOf(ids.get(keyOf(draft, version)) ?? arn);
        if (now === undefined)
          throw new RestoreError(resource, call, `version ${version} has not been published`, AGAIN);
        return now;
      };
      const shares = sharesOf(alias.routing, number);
      const routingConfiguration = Object.entries(shares).map(([version, weight]) => ({
        stateMachineVersionArn: `${arn}:${version}`,
        weight,
      }));
      const { name, description = "" } = alias;
      await attempt(ports.sleep, { resource: `${resource}:${name}`, call }, async () => {
        if (isNew)
          await ports.sfn.send(
            new CreateStateMachineAliasCommand({
              name,
              ...(description !== "" && { description }),
              routingConfiguration,
            }),
          );
        else
          await ports.sfn.send(
            new UpdateStateMachineAliasCommand({
              stateMachineAliasArn: `${arn}:${name}`,
              description,
              routingConfiguration,
            }),
          );
      });
    },
  };
}
