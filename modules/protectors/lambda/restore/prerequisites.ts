import type { JsonObject } from "../../../contract/json.ts";
import { isArn, parseArn } from "../../../core/arn.ts";
import { isObject } from "../../kit/canonical.ts";
import { planKeyUse, planRoleUse } from "../../kit/prerequisites.ts";
import type { FunctionDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { mappingPart } from "./parts.ts";

/**
 * Roles, keys and networks are used as they are: with us-east-1 lost, IAM cannot be written, so a restore never does.
 * `missing` is what has no counterpart here, and is told already.
 */
export async function planPrerequisites(draft: Draft, missing: ReadonlySet<string>): Promise<void> {
  const { ports, document, blocked } = draft;
  for (const role of textsAt(document, (settings) => [settings.Role]).filter((one) => !missing.has(one)))
    await planRoleUse(draft, ports.role, role, `execution role ${role}`);
  const networks = textsAt(document, networksOf).filter((id) => !missing.has(id));
  const { gone, unasked } = await ports.networks(networks);
  if (unasked.length > 0)
    draft.warnings.push(
      `nobody can tell whether ${unasked.join(", ")} are there: EC2 does not say, Lambda will`,
    );
  for (const id of gone)
    blocked.push({
      because: "network",
      message: `${id.startsWith("sg-") ? "security group" : "subnet"} ${id} does not exist`,
      hint: `name one of ${document.region} for it in the file of --map`,
    });
  const keys = ({ KMSKeyArn, SourceKMSKeyArn, DurableConfig: durable }: JsonObject) => [
    KMSKeyArn,
    SourceKMSKeyArn,
    isObject(durable) ? durable.KMSKeyArn : undefined,
  ];
  const ofMappings = document.mappings.filter((mapping) => !draft.skip.has(mappingPart(mapping)));
  const all = [
    ...textsAt(document, keys),
    ...ofMappings.flatMap(({ settings: { KMSKeyArn: key } }) =>
      typeof key === "string" && key ? [key] : [],
    ),
  ];
  for (const key of [...new Set(all)].filter((one) => !missing.has(one)).sort()) {
    const account = accountOf(key);
    if (account !== undefined && account !== document.account)
      draft.warnings.push(
        `key ${key} belongs to account ${account}: its policy has to let the role that restores use it, and the standby ` +
          `role may use keys of account ${document.account} only`,
      );
    await planKeyUse(draft, ports.key, key, `key ${key}`);
  }
}

function networksOf({ VpcConfig: vpc }: JsonObject): readonly unknown[] {
  if (!isObject(vpc)) return [];
  return [vpc.SubnetIds, vpc.SecurityGroupIds].flatMap((ids) => (Array.isArray(ids) ? ids : []));
}

/** Of a key that is named by its ARN. */
function accountOf(key: string): string | undefined {
  return isArn(key) ? parseArn(key).account : undefined;
}

function textsAt(
  { versions }: FunctionDocument,
  read: (settings: JsonObject) => readonly unknown[],
): string[] {
  const found = versions.flatMap(({ configuration }) => read(configuration));
  return [...new Set(found.filter((text): text is string => typeof text === "string" && text !== ""))].sort();
}
