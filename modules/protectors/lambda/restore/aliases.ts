import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { AliasDocument } from "../document.ts";
import { type Draft, type FunctionStep, overwriting } from "./draft.ts";
import { type FunctionIds, toQualifier } from "./ids.ts";
import { provisionedDiffers } from "./provisioned.ts";
import { writeAlias } from "./write-alias.ts";

/** Aliases point at what their versions became, with the same weights; those that wait for them get none yet. */
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
    const first = awaitsWeights(draft, alias) ? withoutWeights(alias) : alias;
    if (there !== undefined && same(there, first, ids))
      steps.push({ title: `alias ${alias.name} is as it was`, call: "lambda:ListAliases", effect: "keep" });
    else steps.push(writeStep(draft, first, () => there));
  }
  for (const { name } of live?.aliases ?? [])
    if (!document.aliases.some((alias) => alias.name === name))
      warnings.push(`alias ${name} of ${document.name} is not in the point; it stays`);
}

/** The weights of aliases that had to wait for their provisioned concurrency. */
export function planWeights(draft: Draft): void {
  for (const alias of draft.document.aliases)
    if (awaitsWeights(draft, alias)) draft.steps.push(writeStep(draft, alias, withoutWeights));
}

/**
 * "Alias with weights can not be used with Provisioned Concurrency": Lambda sets it for one version, and lets weights be
 * added afterwards. https://github.com/hashicorp/terraform/issues/24957
 */
function awaitsWeights(draft: Draft, { name, weights }: AliasDocument): boolean {
  const isSkipped = draft.skip.has(`provisioned/${name}`);
  return Object.keys(weights).length > 0 && !isSkipped && provisionedDiffers(draft, name);
}

function withoutWeights(alias: AliasDocument): AliasDocument {
  return { ...alias, weights: {} };
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

/** `before` tells what it was from what it is to be. */
function writeStep(
  draft: Draft,
  alias: AliasDocument,
  before: (wanted: AliasDocument) => AliasDocument | undefined,
): FunctionStep {
  const { document } = draft;
  const there = before(alias);
  const call = there === undefined ? "lambda:CreateAlias" : "lambda:UpdateAlias";
  const weights = Object.entries(alias.weights).map(([version, share]) => `, ${share} to version ${version}`);
  return {
    title: `${there === undefined ? "create" : "point"} alias ${alias.name} at what version ${alias.version} is${weights.join("")}`,
    call,
    effect: there === undefined ? "create" : overwriting(draft),
    perform: async (ids) => {
      const to = (version: string): string => {
        const now = toQualifier(version, ids);
        if (now === undefined)
          throw new RestoreError(
            `${document.name}:${alias.name}`,
            call,
            `version ${version} has not been published`,
            AGAIN,
          );
        return now;
      };
      const wanted = {
        ...alias,
        version: to(alias.version),
        weights: Object.fromEntries(sharesOf(alias, to)),
      } as AliasDocument;
      await writeAlias(draft, call, before(wanted), wanted);
    },
  };
}
