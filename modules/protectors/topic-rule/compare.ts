import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { isObject } from "../kit/canonical.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { becomeBy, renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { renamedAddress } from "../kit/translate/address.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import { lookUp } from "../kit/translate/scope.ts";
import type { IdMap } from "../protector.ts";
import { withAddresses } from "./addresses.ts";
import type { TopicRuleDocument, TopicRuleSettings } from "./document.ts";
import { formOf } from "./form.ts";
import { withNamed } from "./named.ts";
import { withArnsInSql } from "./sql.ts";

/** Where a restored topic rule differs from what was captured. Until it is armed it takes no message. */
export function compareTopicRules(
  was: TopicRuleDocument,
  is: TopicRuleDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const { partition } = parseArn(was.arn);
  const named = withNamed(was.settings, { ...was, partition }, ({ arn, text }) => {
    const bucket = arn.includes(":s3:::") ? mappedBucket(ids, partition, text)?.to : undefined;
    return bucket === undefined ? lookUp(ids, arn) : `arn:${partition}:s3:::${bucket}`;
  });
  const moved = renamed(named, ids, { from: was.arn, to: is.arn }) as TopicRuleSettings;
  const { sql, ...settings } = withAddresses(moved, (address) => renamedAddress(address, ids));
  const view = ({ enabled, tags, region }: TopicRuleDocument, of: TopicRuleSettings): JsonObject => ({
    settings: formOf(signedAt(region, of)),
    tags: writableTags(tags),
    ...(armed && { enabled }),
  });
  const whole: TopicRuleSettings = {
    ...settings,
    ...(typeof sql === "string" && { sql: withArnsInSql(sql, ({ arn }) => becomeBy(ids, arn) ?? arn) }),
  };
  return differencesOf(view(was, whole), view(is, is.settings));
}

/** What is signed for the rule's own region is so wherever it is. */
function signedAt(region: string, settings: TopicRuleSettings): TopicRuleSettings {
  const action = (one: JsonObject): JsonObject => {
    const { auth } = isObject(one.http) ? one.http : {};
    const sigv4 = isObject(auth) ? auth.sigv4 : undefined;
    if (!isObject(one.http) || !isObject(sigv4) || sigv4.signingRegion !== region) return one;
    return { ...one, http: { ...one.http, auth: { sigv4: { ...sigv4, signingRegion: "its own" } } } };
  };
  const { actions, errorAction } = settings;
  return {
    ...settings,
    actions: actions.map(action),
    ...(isObject(errorAction) && { errorAction: action(errorAction) }),
  };
}
