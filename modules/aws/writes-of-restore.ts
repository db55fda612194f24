import type { WatchPlaces } from "./calls.ts";
import { roleArn } from "./names.ts";

/**
 * Everything that is written in a region as a standby role, of whatever region, also in vain. No call is named, so that none
 * of a new kind is forgotten. A restore makes hundreds: an alarm counts what the rule matches and rings once, since a mail
 * for each would drown the others.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function writesOfRestore(places: WatchPlaces): object {
  return {
    "detail-type": ["AWS API Call via CloudTrail"],
    // What another region hands on happened there.
    region: [places.region],
    detail: {
      readOnly: [false],
      userIdentity: {
        sessionContext: { sessionIssuer: { arn: [{ wildcard: roleArn(places, "*", "restore") }] } },
      },
    },
  };
}
