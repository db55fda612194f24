import { uniqueSorted } from "../../../core/source-order.ts";
import { planKeyUse, planRoleUse } from "../../kit/prerequisites.ts";
import { isOwnKey } from "../../kit/translate/key.ts";
import type { Draft } from "./draft.ts";
import type { WantedRevision } from "./wanted.ts";

/** What AWS takes. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST = { definition: 1_048_576, versions: 1000, aliases: 100 };

/** Roles and keys of what may be written: used as they are. */
export async function planUses(draft: Draft, revisions: readonly WantedRevision[]): Promise<void> {
  const { ports, resource } = draft;
  const roles = revisions.map(({ settings }) => settings.roleArn);
  for (const role of uniqueSorted(roles))
    await planRoleUse(draft, ports.role, role, `role ${role} of ${resource}`);
  const keys = revisions.flatMap(({ settings }) => {
    const key = settings.encryptionConfiguration?.kmsKeyId;
    return typeof key === "string" && !isOwnKey(key) ? key : [];
  });
  for (const key of uniqueSorted(keys)) await planKeyUse(draft, ports.key, key, `key ${key} of ${resource}`);
}

export function planQuotas({ request, live, wanted, numbers, blocked, resource }: Draft): void {
  const { document } = request.translation;
  const [versions, aliases] = [live?.versions ?? [], live?.aliases ?? []];
  const publishes = document.versions.filter(({ version }) => !numbers.has(version)).length;
  const adds = document.aliases.filter(({ name }) => !aliases.some((one) => one.name === name)).length;
  const over = (most: number, have: number, what: string, hint: string): void => {
    if (have > most)
      blocked.push({
        because: "quota",
        message: `${resource} would have ${have} ${what}, at most ${most}`,
        hint,
      });
  };
  const hint = "delete some that nothing uses, or restore under another name";
  over(MOST.versions, versions.length + publishes, "versions", hint);
  over(MOST.aliases, aliases.length + adds, "aliases", hint);
  const lengths = [...wanted.versions, wanted.current].map(({ definition }) => Buffer.byteLength(definition));
  over(
    MOST.definition,
    Math.max(...lengths),
    "bytes in its definition",
    "map what it names to shorter names, or make it by hand",
  );
}
