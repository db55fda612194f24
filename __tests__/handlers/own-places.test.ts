import { describe, expect, test } from "vitest";
import { requireOwnPlaces } from "../../handlers/shared/own-places.ts";
import { backupRequest } from "../../modules/aws/backup-request.ts";
import { functionArn, keyAliasArn } from "../../modules/aws/names.ts";
import type { BackupRequest } from "../../modules/contract/events.ts";
import { ACCOUNT, EAST, samplePlan, scheduleUnit, WEST, ZONE } from "../support/sample-plan.ts";

const scope = { partition: "aws", account: ACCOUNT };
const here = { invokedFunctionArn: functionArn(scope, EAST, "summarise") };

const requestOf = (site: string): BackupRequest =>
  backupRequest(samplePlan(), { site, region: EAST }, scheduleUnit(site));
const own = requestOf(EAST);

describe("a runner works for the requests of its own region", () => {
  test.each([EAST, ZONE])("as schedules send them: %s", (site) => {
    expect(() => requireOwnPlaces(requestOf(site), here)).not.toThrow();
  });

  test("as those of an older zonekeep send them, which name no signer and no store of a copy", () => {
    const { signer: _, ...request } = own;
    const copies = own.copies.map(({ bucket: __, ...copy }) => copy);
    expect(() => requireOwnPlaces({ ...request, copies }, here)).not.toThrow();
  });
});

const foreign = "arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c";

/** What somebody who may only start the state machine would write, to know a run's secret or to open its points'. */
const WRITTEN: Readonly<Record<string, Partial<BackupRequest>>> = {
  "store.account": { store: { ...own.store, account: "999999999999" } },
  "store.region": { store: { ...own.store, region: WEST } },
  "store.bucket": { store: { ...own.store, bucket: "mallory" } },
  "store.prefix": { store: { ...own.store, prefix: `${ACCOUNT}/${ZONE}/` } },
  "store.key": { store: { ...own.store, key: foreign } },
  "store.role": { store: { ...own.store, role: `arn:aws:iam::${ACCOUNT}:role/mallory` } },
  "work.bucket": { work: { ...own.work, bucket: "mallory" } },
  "work.prefix": { work: { ...own.work, prefix: `${ACCOUNT}/${EAST}/` } },
  "work.key": { work: { ...own.work, key: foreign } },
  signer: { signer: foreign },
  "the key of the copy": { copies: [{ site: WEST, region: WEST, key: foreign }] },
  "the region of the copy": {
    copies: [{ site: WEST, region: "us-west-2", key: keyAliasArn(scope, "us-west-2", WEST) }],
  },
  "the store of the copy": {
    copies: own.copies.map((copy) => ({ ...copy, bucket: "arn:aws:s3:::mallory" })),
  },
};

describe("a request names no place of its author's:", () => {
  test.each(Object.entries(WRITTEN))("%s", (what, change) => {
    const asked = () => requireOwnPlaces({ ...own, ...change }, here);
    expect(asked).toThrow(/^the request is not one of this account and region: /);
    expect(asked).toThrow(`${what} `);
  });

  test("an edge zone's points go through the role of that zone", () => {
    const { role: _, ...store } = requestOf(ZONE).store;
    expect(() => requireOwnPlaces({ ...requestOf(ZONE), store }, here)).toThrow(
      `store.role is none, not arn:aws:iam::${ACCOUNT}:role/zonekeep-${ZONE}-zone`,
    );
  });

  test("all at once are told at once", () => {
    const both = { signer: foreign, work: { ...own.work, key: foreign } };
    expect(() => requireOwnPlaces({ ...own, ...both }, here)).toThrow(/work\.key is .*; signer is /);
  });
});
