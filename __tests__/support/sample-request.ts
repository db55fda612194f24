import type { BackupRequest, Run } from "../../modules/contract/events.ts";
import type { CaptureOptions } from "../../modules/protectors/capture-options.ts";
import { COPY_KEY, PREFIX, SITE_KEY } from "./sample-point.ts";

/** What selects every function. */
export const ANY: BackupRequest["select"] = { tags: {}, names: [], arns: [], runtimes: [], exclude: [] };

export const request: BackupRequest = {
  policy: "orders",
  owner: "shop",
  because: "policies/orders.yaml:1:1",
  store: {
    account: "123456789012",
    site: "us-east-1",
    region: "us-east-1",
    bucket: "zonekeep-123456789012-us-east-1",
    prefix: PREFIX,
    key: SITE_KEY,
  },
  work: { bucket: "zonekeep-123456789012-us-east-1", prefix: "work/", key: SITE_KEY },
  select: { ...ANY, names: ["orders*"] },
  zonesElsewhere: [],
  protect: { code: "published", triggers: "all" },
  pauses: [],
  timeZone: "UTC",
  retentionDays: 35,
  lock: "GOVERNANCE",
  copies: [{ site: "eu-west-1", region: "eu-west-1", key: COPY_KEY }],
};

export const run: Run = { id: "20261123T210800Z-1f2e3d4c", startedAt: "2026-11-23T21:08:00.000Z" };

/** A capture of what the request protects, with every byte left where it was spooled. */
export const OPTIONS: CaptureOptions = {
  scope: request.protect,
  keep: async (bytes) => bytes,
  today: "2026-11-29",
};
