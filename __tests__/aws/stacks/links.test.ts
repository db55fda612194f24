import { expect, test } from "vitest";
import { ACCOUNT, EAST, WEST, ZONE } from "../../support/sample-plan.ts";
import { resource } from "../../support/synthesized.ts";
import { links } from "./sample.ts";

test("the links copy each source's prefix within 15 minutes, encrypted again, and no delete", () => {
  const rule = (source: string, priority: number) => ({
    id: `${source}-to-${WEST}`,
    priority,
    status: "Enabled",
    filter: { prefix: `${ACCOUNT}/${source}/` },
    delete_marker_replication: { status: "Disabled" },
    source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
    destination: {
      bucket: `arn:aws:s3:::zonekeep-${ACCOUNT}-${WEST}`,
      encryption_configuration: {
        replica_kms_key_id: `arn:aws:kms:${WEST}:${ACCOUNT}:alias/zonekeep-${WEST}`,
      },
      replication_time: { status: "Enabled", time: { minutes: 15 } },
      metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
    },
  });
  expect(resource(links, "aws_s3_bucket_replication_configuration")).toMatchObject({
    bucket: `zonekeep-${ACCOUNT}-${EAST}`,
    rule: [rule(EAST, 0), rule(ZONE, 1)],
  });
});
