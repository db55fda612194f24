import type { CaptureScope } from "../../../contract/events.ts";
import { present } from "../../kit/moment.ts";
import type { LambdaReads } from "../ports.ts";
import { readGrants } from "./settings.ts";
import { versionsToKeep } from "./versions.ts";

/**
 * Of the versions that would not be kept, those with a policy of their own: somebody calls them by their number. Each costs
 * a GetPolicy, of which an account has 15 a second in a region.
 */
export async function grantedVersions(
  ports: LambdaReads,
  name: string,
  published: Iterable<string>,
  used: ReadonlySet<string>,
  code: CaptureScope["code"],
): Promise<readonly string[]> {
  if (code !== "published") return [];
  const all = [...published];
  const kept = new Set(versionsToKeep(all, used, code));
  const asked = all.filter((version) => !kept.has(version));
  const policies = await present(asked, (version) => readGrants(ports, name, version));
  return policies.flatMap(({ qualifier, statements }) => (statements.length > 0 ? (qualifier ?? []) : []));
}
