import { canonical, sameJson } from "../../kit/canonical.ts";
import { OwnAttribute } from "../../kit/terraform/argument.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { canonicalConfiguration } from "../canonical-configuration.ts";
import type { AliasDocument, FunctionDocument, VersionDocument } from "../document.ts";
import { toQualifier } from "../restore/ids.ts";
import { FUNCTION, type FunctionInTerraform, LATEST, latestOf } from "./draft.ts";

/** Versions cannot be made one after the other: an alias leads to one that is there, or to what is published of `$LATEST`. */
export function aliasResources(draft: FunctionInTerraform): readonly TerraformResource[] {
  const { document, live } = draft;
  const gone = document.versions.filter(({ version }) => versionOf(draft, version) === undefined);
  if (gone.length > 0)
    draft.left.push(
      `its versions ${gone.map(({ version }) => version).join(", ")}: Terraform publishes what is newest alone, so restore the function without --as-terraform first where they are needed`,
    );
  else if (live !== undefined && document.versions.length > 1)
    draft.warnings.push("its published versions stay as they are there: Terraform has no resource for one");
  return document.aliases.flatMap((alias): TerraformResource[] => {
    const led = leadsTo(draft, alias);
    if (led === undefined) {
      draft.left.push(`its alias ${alias.name}: the versions that it leads to are not there`);
      return [];
    }
    const { version, weights } = led;
    return [
      {
        type: "aws_lambda_alias",
        key: alias.name,
        arguments: {
          name: alias.name,
          function_name: new OwnAttribute(FUNCTION, "", "function_name"),
          function_version: version,
          description: alias.description === "" ? undefined : alias.description,
          ...(weights.length > 0 && {
            routing_config: { additional_version_weights: Object.fromEntries(weights) },
          }),
        },
        ...(aliasNow(live, alias) && { importId: `${document.name}/${alias.name}` }),
        exports: { [`${document.arn}:${alias.name}`]: "arn" },
      },
    ];
  });
}

/** Whether Terraform is to publish a version, since an alias of a function that is gone leads to it. */
export function publishes(draft: FunctionInTerraform): boolean {
  return draft.document.aliases.some((alias) => leadsTo(draft, alias)?.version instanceof OwnAttribute);
}

/** Whether a qualifier is one that Terraform finds or makes. */
export function hasQualifier(draft: FunctionInTerraform, qualifier: string): boolean {
  const alias = draft.document.aliases.find(({ name }) => name === qualifier);
  return alias === undefined ? isThere(draft, qualifier) : leadsTo(draft, alias) !== undefined;
}

/** Where an alias leads. `undefined`: not all of that is there, and Terraform cannot make it. */
function leadsTo(draft: FunctionInTerraform, { version, weights }: AliasDocument) {
  const first = versionOf(draft, version);
  const others = Object.entries(weights)
    .map(([other, share]) => [versionOf(draft, other), share] as const)
    .filter(([other]) => other !== first);
  if (first === undefined || others.some(([other]) => typeof other !== "string")) return undefined;
  return { version: first, weights: others as readonly (readonly [string, number])[] };
}

function versionOf(draft: FunctionInTerraform, version: string): string | OwnAttribute | undefined {
  if (isThere(draft, version)) return toQualifier(version, draft.ids);
  const [latest, sought] = [
    latestOf(draft.document),
    draft.document.versions.find((one) => one.version === version),
  ];
  if (draft.live !== undefined || latest === undefined || sought === undefined) return undefined;
  return isSame(latest, sought, draft.document.name) ? new OwnAttribute(FUNCTION, "", "version") : undefined;
}

function isThere({ ids, live }: FunctionInTerraform, version: string): boolean {
  if (version === LATEST) return true;
  const now = toQualifier(version, ids);
  return live?.versions.some((one) => one.version === now) === true;
}

/** Whether to publish the one is to publish the other. */
function isSame(one: VersionDocument, other: VersionDocument, name: string): boolean {
  const form = ({ codeSha256, configuration, environment }: VersionDocument) =>
    canonical({
      codeSha256,
      environment: [...environment],
      configuration: canonicalConfiguration(configuration, name),
    });
  return sameJson(form(one), form(other));
}

function aliasNow(live: FunctionDocument | undefined, { name }: AliasDocument): boolean {
  return live?.aliases.some((one) => one.name === name) === true;
}
