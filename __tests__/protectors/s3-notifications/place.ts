import type * as S from "@aws-sdk/client-s3";
import type { CaptureItem } from "../../../modules/contract/events.ts";
import type { CapturePorts, PlanPorts } from "../../../modules/protectors/protector.ts";
import type {
  Configuration,
  NotificationsDocument,
} from "../../../modules/protectors/s3-notifications/document.ts";
import { s3Notifications } from "../../../modules/protectors/s3-notifications/protector.ts";
import { FakeRegion } from "../../support/fake-region.ts";
import { noBytes } from "../../support/no-bytes.ts";

export const ACCOUNT = "111122223333";
export const HOME = { account: ACCOUNT, partition: "aws", region: "us-east-1" };
export const EUROPE = { ...HOME, region: "eu-west-1" };

export function functionAt(name: string, region = HOME.region): string {
  return `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
}

/** An entry that calls a function for every object that is made, under a prefix of its own. */
export function calling(LambdaFunctionArn: string, Id: string) {
  const FilterRules = [{ Name: "prefix" as const, Value: `${Id}/` }];
  return {
    Id,
    LambdaFunctionArn,
    Events: ["s3:ObjectCreated:*" as const],
    Filter: { Key: { FilterRules } },
  };
}

export function documentOf(configuration: Configuration, bucket = "orders-in"): NotificationsDocument {
  const { account, region } = HOME;
  return { kind: "s3-notifications", bucket, arn: `arn:aws:s3:::${bucket}`, account, region, configuration };
}

export function itemOf(id: string): CaptureItem {
  return { kind: "s3-notifications", id, name: id, arn: `arn:aws:s3:::${id}`, related: [] };
}

/** Buckets of one account and region, with the kind's ports. */
export class BucketsAt extends FakeRegion {
  constructor(readonly at = HOME) {
    super(at);
  }

  put(bucket: string, configuration: Configuration = {}): void {
    this.buckets.add(bucket, configuration as unknown as S.NotificationConfiguration);
  }

  told(bucket: string): Configuration {
    return this.buckets.documents.get(bucket) as unknown as Configuration;
  }

  get all(): CapturePorts & PlanPorts {
    return {
      ...this.ports(),
      ...this.at,
      locate: async () => ({ bucket: "none", key: "none" }),
      open: noBytes,
      now: () => 0,
      holder: "somebody",
    };
  }

  async captured(bucket: string): Promise<NotificationsDocument> {
    const keep = () => Promise.reject(new Error("notifications have no bytes"));
    const scope = { code: "latest", triggers: "all" } as const;
    const found = await s3Notifications.capture(this.all, itemOf(bucket), {
      scope,
      keep,
      today: "2026-11-29",
    });
    if (found === undefined) throw new Error(`bucket ${bucket} is gone`);
    return found.document;
  }
}
