import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { arnOfBus } from "../event-rule/arn.ts";
import { movedPattern } from "../event-rule/pattern.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import { lookUp } from "../kit/translate/scope.ts";
import type { IdMap } from "../protector.ts";
import { busNameOf } from "./arn.ts";
import type { ArchiveDocument } from "./document.ts";
import { settingsForm } from "./form.ts";

/** Where a restored archive differs from what was captured. Its events are no part of it. */
export function compareArchives(was: ArchiveDocument, is: ArchiveDocument, ids: IdMap): Difference[] {
  const { partition } = parseArn(was.arn);
  const bucket = (name: string): string => mappedBucket(ids, partition, name)?.to ?? name;
  const moved = movedPattern(was.settings, { from: was, to: is, bucket });
  const settings = renamed(moved, ids, { from: was.arn, to: is.arn }) as JsonObject;
  const there = { partition, account: is.account, region: is.region };
  const bus = lookUp(ids, was.bus) ?? arnOfBus(there, busNameOf(was.bus));
  return differencesOf(
    { bus, settings: settingsForm(settings) },
    { bus: is.bus, settings: settingsForm(is.settings) },
  );
}
