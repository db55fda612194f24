import { expect, test } from "vitest";
import { siteClients } from "../../handlers/shared/site-clients.ts";
import { request } from "../support/sample-request.ts";

test("each role and region has its own clients, made once", () => {
  const made: string[] = [];
  const clients = siteClients((role, region) => made.push(`${role ?? "own"} ${region}`));
  const region = request.store;
  const zone = { ...region, site: "us-east-1-bos-1a", role: "arn:aws:iam::123456789012:role/zone" };
  const other = { ...zone, site: "us-east-1-chi-1a", role: "arn:aws:iam::123456789012:role/other" };
  for (const location of [region, zone, other, zone, region]) clients.for(location);
  expect(made).toEqual([
    "own us-east-1",
    "arn:aws:iam::123456789012:role/zone us-east-1",
    "arn:aws:iam::123456789012:role/other us-east-1",
  ]);
});
