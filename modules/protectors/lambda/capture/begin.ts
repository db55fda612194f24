import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { CaptureOptions } from "../../capture-options.ts";
import { LATEST_PUBLISHED } from "../arn.ts";
import { leastLately } from "../least-lately.ts";
import type { FunctionCapturePorts } from "../ports.ts";
import { configurationOf, getFunction, listVersions, type VersionList } from "./versions.ts";

/** `$LATEST` as it is before all else is read, and the published versions with their revisions. */
export async function begin(
  ports: FunctionCapturePorts,
  name: string,
  code: CaptureOptions["scope"]["code"],
): Promise<Pick<VersionList, "revisions" | "since"> & { readonly before: FunctionConfiguration }> {
  const described = async () => configurationOf(await getFunction(ports, name), name);
  if (code === "latest") {
    const before = await described();
    if (before.CapacityProviderConfig === undefined)
      return { before, revisions: new Map(), since: leastLately([before]) };
    // On managed instances nothing but a published version can be invoked.
    const { revisions, since } = await listVersions(ports, name);
    return {
      before,
      revisions: new Map([...revisions].filter(([version]) => version === LATEST_PUBLISHED)),
      since,
    };
  }
  const { latest, revisions, since } = await listVersions(ports, name);
  return { before: latest ?? (await described()), revisions, since };
}
