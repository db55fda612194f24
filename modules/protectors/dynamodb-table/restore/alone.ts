import type { TableDocument } from "../document.ts";

/**
 * What a global table has to be told, which comes back in one region.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export function aloneWarnings({
  name,
  replicas,
  witnesses = [],
  isConsistentAcrossRegions,
}: TableDocument): string[] {
  if (replicas.length + witnesses.length === 0) return [];
  const parts = [
    ...(replicas.length > 0 ? [`its replicas in ${replicas.join(", ")}`] : []),
    ...(witnesses.length > 0 ? [`its witness in ${witnesses.join(", ")}`] : []),
  ];
  const alone = `table ${name} comes back alone: ${parts.join(" and ")} are not made`;
  return [
    isConsistentAcrossRegions
      ? `${alone}, and AWS makes a table consistent across regions (MultiRegionConsistency STRONG) only while it is empty: ` +
        "delete what is left of them, and add replicas with eventual consistency (aws dynamodb update-table " +
        "--replica-updates), or make an empty one under another name and copy the items"
      : `${alone}; delete what is left of them and add them again (aws dynamodb update-table --replica-updates)`,
  ];
}
