import { awsError } from "./fake-aws/error.ts";

interface Entry {
  readonly Id?: string;
  readonly Events?: readonly string[];
  readonly Filter?: {
    readonly Key?: { readonly FilterRules?: readonly { Name?: string; Value?: string }[] };
  };
}

/**
 * Refuses what S3 does: an Id twice, and an event of an object in two entries.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function refuseAmbiguous(configuration: object): void {
  const entries = Object.values(configuration).filter(Array.isArray).flat() as Entry[];
  const ids = entries.flatMap(({ Id }) => Id ?? []);
  if (new Set(ids).size < ids.length)
    throw refused("Same ID used for multiple configurations. IDs must be unique");
  for (const [at, entry] of entries.entries())
    for (const other of entries.slice(at + 1)) {
      if (!sharesEvents(entry, other) || !sharesObjects(entry, other)) continue;
      throw refused(
        entry.Filter || other.Filter
          ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type."
          : "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
      );
    }
}

function refused(why: string): Error {
  return awsError("InvalidArgument", 400, why);
}

function sharesEvents({ Events: events = [] }: Entry, { Events: others = [] }: Entry): boolean {
  const covers = (one: string, other: string) =>
    one === other || (one.endsWith("*") && other.startsWith(one.slice(0, -1)));
  return events.some((one) => others.some((other) => covers(one, other) || covers(other, one)));
}

function sharesObjects(entry: Entry, other: Entry): boolean {
  const [prefix, otherPrefix] = [rule(entry, "prefix"), rule(other, "prefix")];
  const [suffix, otherSuffix] = [rule(entry, "suffix"), rule(other, "suffix")];
  return (
    (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix)) &&
    (suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix))
  );
}

function rule({ Filter }: Entry, name: string): string {
  return Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? "";
}
