import type { JsonObject } from "../../../contract/json.ts";
import { destinationName } from "../../api-destination/arn.ts";
import { READ } from "../../api-destination/read.ts";
import { liveDestination } from "../../api-destination/restore/live.ts";
import type { Translation } from "../../protector.ts";
import { ruleId } from "../arn.ts";
import type { RuleDocument, RuleSecrets } from "../document.ts";
import type { RuleRestorePorts } from "./ports.ts";
import type { Needing } from "./prerequisites.ts";

type Translated = Pick<Translation<RuleDocument, RuleSecrets>, "source" | "document" | "replaced">;

/** An API destination that a target calls, by its ARN in the words of the destination. AWS draws the end of that. */
export interface CalledDestination {
  readonly arn: string;
  readonly name: string;
  /** ARN of the one that is there by its name. */
  readonly found: string | undefined;
  /** This restore makes it, and it has another ARN then. */
  readonly isMade: boolean;
}

/** Each that is called, with what is there. */
export async function destinationsOf(
  ports: RuleRestorePorts,
  { source, document, replaced }: Translated,
): Promise<readonly CalledDestination[]> {
  const all = new Map<string, CalledDestination>();
  for (const [at, { Arn }] of document.targets.entries()) {
    const arn = String(Arn);
    const name = destinationName(arn);
    if (name === undefined || all.has(arn)) continue;
    const found = (await liveDestination(ports, name))?.arn;
    const was = String(source.targets[at]?.Arn);
    all.set(arn, { arn, name, found, isMade: found !== arn && replaced[was] === arn && was === arn });
  }
  return [...all.values()];
}

/** One that is there is used; one that is neither there nor made is a person's to map. */
export function planDestinations(
  { request, steps, blocked }: Needing,
  destinations: readonly CalledDestination[],
): void {
  const { document, missing } = request.translation;
  const lost = new Set(missing.map(({ value }) => value));
  for (const { arn, name, found, isMade } of destinations) {
    if (isMade || lost.has(arn)) continue;
    if (found === arn) steps.push({ title: `use API destination ${name}`, call: READ, effect: "keep" });
    else
      blocked.push({
        because: "prerequisite",
        message: `API destination ${arn} of event rule ${ruleId(document)} is not there`,
        hint:
          found === undefined
            ? `restore api-destination/${name} with it, or create one and map it to the new ARN`
            : `map it to ${found}`,
      });
  }
}

/** The targets, where those that call what is only made now are others than are there. */
export function targetsToMade(
  targets: readonly JsonObject[],
  destinations: readonly CalledDestination[],
): readonly JsonObject[] {
  const made = new Set(destinations.flatMap(({ arn, isMade }) => (isMade ? arn : [])));
  return targets.map((target) =>
    made.has(String(target.Arn)) ? { ...target, Arn: `${String(target.Arn)}/new` } : target,
  );
}
