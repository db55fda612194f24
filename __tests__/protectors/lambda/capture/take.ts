import { createHash } from "node:crypto";
import type { CaptureScope } from "../../../../modules/contract/events.ts";
import { captureFunction } from "../../../../modules/protectors/lambda/capture.ts";
import type { Fn } from "../../../support/fake-lambda/state.ts";
import type { FakeRegion } from "../../../support/fake-region.ts";
import { item } from "../../../support/rich-function.ts";
import { OPTIONS } from "../../../support/sample-request.ts";
import { itemOf } from "../../../support/seed-function.ts";

export const plain = itemOf("orders");

export const take = async (source: FakeRegion, of = item, scope: Partial<CaptureScope> = {}) => {
  const captured = await captureFunction(source.ports(), of, {
    ...OPTIONS,
    scope: { ...OPTIONS.scope, ...scope },
  });
  if (captured === undefined) throw new Error("gone");
  return captured;
};

export const ordersOf = ({ lambda }: FakeRegion): Fn => {
  const orders = lambda.functions.get("orders");
  if (orders === undefined) throw new Error("it is there");
  return orders;
};

export const hash = (text: string): string => createHash("sha256").update(`PK ${text}`).digest("hex");
