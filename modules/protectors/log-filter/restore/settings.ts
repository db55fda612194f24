import {
  AssociateKmsKeyCommand,
  DeleteRetentionPolicyCommand,
  PutBearerTokenAuthenticationCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { JsonObject } from "../../../contract/json.ts";
import { differingKeys } from "../../kit/canonical.ts";
import type { LogGroupDocument } from "../document.ts";
import type { LogReads } from "../read.ts";
import { knowsRetention, OF_RETENTION } from "../retention.ts";

/** What writes one setting of a group that is there. */
interface SettingWrite {
  readonly setting: string;
  /** `undefined`: no call changes it. */
  readonly call: string | undefined;
  readonly send: () => Promise<unknown>;
}

/**
 * Writes for the settings in which a group differs. A key or a protection that the point does not have stays; a retention
 * that it does not have is one without an end, but where a policy of the account applied or applies: AWS tells the
 * account's days then, and by those no event is to be deleted.
 */
export function settingWrites(
  { logs }: LogReads,
  { name, settings }: LogGroupDocument,
  live: JsonObject,
): SettingWrite[] {
  const known = knowsRetention(settings, live);
  const differing = differingKeys(settings, live).filter((key) =>
    OF_RETENTION.includes(key) ? known : settings[key] !== undefined || key === "logGroupClass",
  );
  return differing.map((setting): SettingWrite => {
    const value = settings[setting];
    switch (setting) {
      case "retentionInDays":
        return value === undefined
          ? {
              setting,
              call: "logs:DeleteRetentionPolicy",
              send: () => logs.send(new DeleteRetentionPolicyCommand({ logGroupName: name })),
            }
          : {
              setting,
              call: "logs:PutRetentionPolicy",
              send: () =>
                logs.send(
                  new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: Number(value) }),
                ),
            };
      case "kmsKeyId":
        return {
          setting,
          call: "logs:AssociateKmsKey",
          send: () => logs.send(new AssociateKmsKeyCommand({ logGroupName: name, kmsKeyId: String(value) })),
        };
      case "deletionProtectionEnabled":
        return {
          setting,
          call: "logs:PutLogGroupDeletionProtection",
          send: () =>
            logs.send(
              new PutLogGroupDeletionProtectionCommand({
                logGroupIdentifier: name,
                deletionProtectionEnabled: true,
              }),
            ),
        };
      case "bearerTokenAuthenticationEnabled":
        return {
          setting,
          call: "logs:PutBearerTokenAuthentication",
          send: () =>
            logs.send(
              new PutBearerTokenAuthenticationCommand({
                logGroupIdentifier: name,
                bearerTokenAuthenticationEnabled: true,
              }),
            ),
        };
      default:
        return { setting, call: undefined, send: async () => undefined };
    }
  });
}
