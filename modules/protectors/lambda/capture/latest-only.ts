import type { CaptureItem } from "../../../contract/events.ts";
import { LATEST_PUBLISHED, parseFunctionArn } from "../arn.ts";
import type { FunctionDocument, QualifiedDocument } from "../document.ts";

type Parts = Pick<FunctionDocument, "aliases" | "urls" | "asyncConfigs" | "mappings"> & {
  readonly provisioned: readonly QualifiedDocument[];
};

/**
 * What belongs to `$LATEST` and to aliases of it: anything else hangs on a version that is not kept, and could not be
 * restored without it. Triggers that are left out are told, since the function would come back without them.
 */
export function latestOnly(
  parts: Parts,
  related: CaptureItem["related"],
): Parts & { readonly warnings: readonly string[] } {
  const aliases = parts.aliases.filter(
    ({ version, weights }) => version === "$LATEST" && Object.keys(weights).length === 0,
  );
  const names = new Set(["$LATEST", LATEST_PUBLISHED, ...aliases.map(({ name }) => name)]);
  const isKept = ({ qualifier = "$LATEST" }: { readonly qualifier?: string }): boolean =>
    names.has(qualifier);
  const lost = [
    ...parts.urls.filter((url) => !isKept(url)).map(({ qualifier }) => `the URL of ${qualifier}`),
    ...parts.mappings.filter((mapping) => !isKept(mapping)).map(({ uuid }) => `mapping ${uuid}`),
    ...related
      .filter(({ calls = [] }) => calls.some((arn) => !isKept(parseFunctionArn(arn))))
      .map(({ kind, id }) => `calls of ${kind}/${id}`),
  ];
  return {
    aliases,
    urls: parts.urls.filter(isKept),
    asyncConfigs: parts.asyncConfigs.filter(isKept),
    mappings: parts.mappings.filter(isKept),
    provisioned: parts.provisioned.filter(isKept),
    warnings:
      lost.length === 0
        ? []
        : [`not kept, since they invoke a version and the policy keeps $LATEST alone: ${lost.join(", ")}`],
  };
}
